import type { Random } from './random.ts'

/** A seeded workbook: what it is called, where it lies, and what it reads. */
export interface WorldWorkbook {
  readonly workbookId: string
  readonly name: string
  readonly description: string
  readonly folder: string
  readonly connectionName: string
  readonly pages: readonly {
    readonly pageId: string
    readonly name: string
    readonly elements: readonly {
      readonly elementId: string
      readonly name: string
      readonly path: readonly string[]
      readonly chart?: string
    }[]
  }[]
}

interface Blueprint {
  readonly name: string
  readonly description: string
  readonly folder: string
  readonly connection: string
  readonly pages: Readonly<Record<string, readonly (readonly [name: string, path: string, chart?: string])[]>>
}

const blueprints: readonly Blueprint[] = [
  {
    name: 'Order Desk',
    description: 'Open orders, late orders and what they are worth, refreshed every hour',
    folder: 'Sales',
    connection: 'Snowflake Production',
    pages: {
      Today: [
        ['Open orders', 'ANALYTICS.SALES.ORDERS'],
        ['Orders by status', 'ANALYTICS.SALES.ORDERS', 'bar'],
        ['Order lines', 'ANALYTICS.SALES.ORDER_LINES']
      ],
      Customers: [['Customers', 'ANALYTICS.SALES.CUSTOMERS']]
    }
  },
  {
    name: 'Receivables Ageing',
    description: 'Unpaid invoices by age',
    folder: 'Finance',
    connection: 'Snowflake Production',
    pages: {
      Ageing: [
        ['Unpaid invoices', 'ANALYTICS.FINANCE.INVOICES'],
        ['Ageing buckets', 'ANALYTICS.FINANCE.INVOICES', 'bar']
      ]
    }
  },
  {
    name: 'Monthly Close Checklist',
    description: 'Ledger checks before the books are closed',
    folder: 'Finance',
    connection: 'Snowflake Production',
    pages: {
      Checks: [
        ['Unbalanced entries', 'ANALYTICS.FINANCE.GENERAL_LEDGER'],
        ['Cost centres', 'ANALYTICS.FINANCE.GENERAL_LEDGER', 'pivot-table']
      ]
    }
  },
  {
    name: 'Shipment Tracker',
    description: 'Where every pallet is',
    folder: 'Logistics',
    connection: 'Databricks Lakehouse',
    pages: {
      Shipments: [['Shipments under way', 'main.logistics.shipments']],
      Depots: [['Depots', 'main.logistics.warehouses']]
    }
  },
  {
    name: 'Cold Chain Alarms',
    description: 'Readings outside their band',
    folder: 'Logistics',
    connection: 'Databricks Lakehouse',
    pages: {
      Alarms: [
        ['Alarms', 'main.telemetry.cold_chain_readings'],
        ['Temperature', 'main.telemetry.cold_chain_readings', 'line']
      ]
    }
  },
  {
    name: 'Campaign Return',
    description: 'Spend against orders, by channel',
    folder: 'Marketing',
    connection: 'BigQuery Marketing',
    pages: {
      Spend: [
        ['Spend by channel', 'hv-marketing.campaigns.ad_spend', 'bar'],
        ['Ad spend', 'hv-marketing.campaigns.ad_spend']
      ]
    }
  },
  {
    name: 'Newsletter Health',
    description: 'Deliveries and openings',
    folder: 'Marketing',
    connection: 'BigQuery Marketing',
    pages: { Sends: [['Sends', 'hv-marketing.campaigns.newsletter_sends']] }
  },
  {
    name: 'Card Payments Reconciliation',
    description: 'Charges against invoices',
    folder: 'Finance',
    connection: 'Snowflake Production',
    pages: {
      Charges: [
        ['Charges', 'RAW.STRIPE.CHARGES'],
        ['Invoices', 'ANALYTICS.FINANCE.INVOICES']
      ]
    }
  },
  {
    name: 'Board Pack Q3',
    description: 'Figures for the supervisory board',
    folder: 'Management',
    connection: 'Snowflake Production',
    pages: {
      Summary: [
        ['Revenue', 'ANALYTICS.SALES.ORDERS', 'line'],
        ['Costs', 'ANALYTICS.FINANCE.GENERAL_LEDGER', 'line']
      ]
    }
  },
  {
    name: 'Plugs Electronics Tour',
    description: 'Training workbook on the sample data',
    folder: 'Training',
    connection: 'Sigma Sample Database',
    pages: { Tour: [['Plugs sales', 'EXAMPLES.PLUGS_ELECTRONICS.PLUGS_SALES']] }
  }
]

/** Workspaces of the organization, in the order in which they are listed. */
export const workspaceNames = [
  'Finance',
  'Sales',
  'Logistics',
  'Marketing',
  'Management',
  'Training',
  'Administration'
] as const

export const teamBlueprints = [
  { name: 'Finance Controllers', description: 'Close, receivables and treasury', visibility: 'private' },
  { name: 'Sales Nordics & DACH', description: 'Order desk of the northern region', visibility: 'public' },
  { name: 'Ventas Iberia', description: 'Order desk of Spain and Portugal', visibility: 'public' },
  { name: 'Logistics Control Tower', description: null, visibility: 'public' },
  { name: 'Growth Marketing', description: 'Campaigns and newsletters', visibility: 'public' },
  { name: 'Data Platform', description: 'Owns the warehouses and the connections', visibility: 'private' },
  { name: 'External Auditors', description: 'Read-only guests during the annual audit', visibility: 'private' }
] as const

export const tagBlueprints = [
  { name: 'Production', color: 'grass', description: 'Checked and in daily use' },
  { name: 'In review', color: 'amber', description: 'Waits for a second pair of eyes' },
  { name: 'Deprecated', color: 'plum', description: 'Do not build on this' }
] as const

/** The seeded workbooks with fresh ids. */
export function makeWorkbooks(random: Random): WorldWorkbook[] {
  return blueprints.map((blueprint) => ({
    workbookId: random.uuid(),
    name: blueprint.name,
    description: blueprint.description,
    folder: blueprint.folder,
    connectionName: blueprint.connection,
    pages: Object.entries(blueprint.pages).map(([name, elements]) => ({
      pageId: random.uuid(),
      name,
      elements: elements.map(([elementName, path, chart]) => ({
        elementId: random.uuid(),
        name: elementName,
        path: path.split('.'),
        ...(chart === undefined ? {} : { chart })
      }))
    }))
  }))
}
