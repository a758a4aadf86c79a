/** Type of a warehouse column, as the columns endpoint names it. */
export type ColumnType = 'text' | 'number' | 'datetime' | 'boolean'

export interface WorldTable {
  readonly name: string
  readonly columns: readonly (readonly [name: string, type: ColumnType, description?: string])[]
}

export interface WorldSchema {
  readonly database: string
  readonly schema: string
  readonly tables: readonly WorldTable[]
}

export interface WorldWarehouse {
  readonly name: string
  readonly type: 'snowflake' | 'databricks' | 'bigQuery' | 'postgres'
  readonly isSample: boolean
  /** Optional fields of Sigma's connection shape for this kind of warehouse. */
  readonly details: Readonly<Record<string, unknown>>
  readonly schemas: readonly WorldSchema[]
}

/** The ordinary connections beside the audit connection: what a mid-sized trading company would have. */
export const worldWarehouses: readonly WorldWarehouse[] = [
  {
    name: 'Snowflake Production',
    type: 'snowflake',
    isSample: false,
    details: {
      account: 'hv12345.eu-central-1',
      warehouse: 'BI_WH',
      user: 'SIGMA_SVC',
      role: 'SIGMA_READER',
      writeAccess: true,
      friendlyName: true,
      timeout: { default: 120, download: 600 },
      writebacks: [{ database: 'SIGMA_WRITE', schema: 'INPUT_TABLES' }]
    },
    schemas: [
      {
        database: 'ANALYTICS',
        schema: 'FINANCE',
        tables: [
          {
            name: 'INVOICES',
            columns: [
              ['INVOICE_ID', 'text', 'Primary key'],
              ['CUSTOMER_ID', 'text'],
              ['ISSUED_AT', 'datetime'],
              ['DUE_AT', 'datetime'],
              ['AMOUNT_EUR', 'number'],
              ['IS_PAID', 'boolean']
            ]
          },
          {
            name: 'GENERAL_LEDGER',
            columns: [
              ['ENTRY_ID', 'text'],
              ['ACCOUNT_CODE', 'text'],
              ['BOOKED_AT', 'datetime'],
              ['DEBIT_EUR', 'number'],
              ['CREDIT_EUR', 'number'],
              ['COST_CENTER', 'text']
            ]
          }
        ]
      },
      {
        database: 'ANALYTICS',
        schema: 'SALES',
        tables: [
          {
            name: 'ORDERS',
            columns: [
              ['ORDER_ID', 'text', 'Primary key'],
              ['CUSTOMER_ID', 'text'],
              ['ORDERED_AT', 'datetime'],
              ['STATUS', 'text'],
              ['TOTAL_EUR', 'number'],
              ['IS_GIFT', 'boolean']
            ]
          },
          {
            name: 'ORDER_LINES',
            columns: [
              ['ORDER_ID', 'text'],
              ['LINE_NO', 'number'],
              ['SKU', 'text'],
              ['QUANTITY', 'number'],
              ['UNIT_PRICE_EUR', 'number']
            ]
          },
          {
            name: 'CUSTOMERS',
            columns: [
              ['CUSTOMER_ID', 'text', 'Primary key'],
              ['NAME', 'text'],
              ['COUNTRY', 'text'],
              ['SEGMENT', 'text'],
              ['CREATED_AT', 'datetime']
            ]
          }
        ]
      },
      {
        database: 'RAW',
        schema: 'STRIPE',
        tables: [
          {
            name: 'CHARGES',
            columns: [
              ['ID', 'text'],
              ['CREATED', 'datetime'],
              ['AMOUNT', 'number'],
              ['CURRENCY', 'text'],
              ['PAID', 'boolean']
            ]
          }
        ]
      }
    ]
  },
  {
    name: 'Databricks Lakehouse',
    type: 'databricks',
    isSample: false,
    details: { httpPath: '/sql/1.0/warehouses/4f2ab97c01d6', writeAccess: false, friendlyName: true },
    schemas: [
      {
        database: 'main',
        schema: 'logistics',
        tables: [
          {
            name: 'shipments',
            columns: [
              ['shipment_id', 'text'],
              ['order_id', 'text'],
              ['carrier', 'text'],
              ['dispatched_at', 'datetime'],
              ['delivered_at', 'datetime'],
              ['weight_kg', 'number']
            ]
          },
          {
            name: 'warehouses',
            columns: [
              ['warehouse_id', 'text'],
              ['city', 'text'],
              ['capacity_m3', 'number'],
              ['is_bonded', 'boolean']
            ]
          }
        ]
      },
      {
        database: 'main',
        schema: 'telemetry',
        tables: [
          {
            name: 'cold_chain_readings',
            columns: [
              ['sensor_id', 'text'],
              ['read_at', 'datetime'],
              ['temperature_c', 'number'],
              ['humidity_pct', 'number'],
              ['is_alarm', 'boolean']
            ]
          }
        ]
      }
    ]
  },
  {
    name: 'BigQuery Marketing',
    type: 'bigQuery',
    isSample: false,
    details: { useServiceAccount: true, writeAccess: false, friendlyName: true },
    schemas: [
      {
        database: 'hv-marketing',
        schema: 'campaigns',
        tables: [
          {
            name: 'ad_spend',
            columns: [
              ['day', 'datetime'],
              ['channel', 'text'],
              ['campaign', 'text'],
              ['spend_eur', 'number'],
              ['clicks', 'number']
            ]
          },
          {
            name: 'newsletter_sends',
            columns: [
              ['send_id', 'text'],
              ['sent_at', 'datetime'],
              ['recipients', 'number'],
              ['opened', 'number']
            ]
          }
        ]
      }
    ]
  },
  {
    name: 'Sigma Sample Database',
    type: 'snowflake',
    isSample: true,
    details: { account: 'sigma-sample', writeAccess: false, friendlyName: true },
    schemas: [
      {
        database: 'EXAMPLES',
        schema: 'PLUGS_ELECTRONICS',
        tables: [
          {
            name: 'PLUGS_SALES',
            columns: [
              ['ORDER_NUMBER', 'text'],
              ['PURCHASED_AT', 'datetime'],
              ['PRODUCT', 'text'],
              ['STORE_REGION', 'text'],
              ['REVENUE', 'number']
            ]
          }
        ]
      }
    ]
  }
]
