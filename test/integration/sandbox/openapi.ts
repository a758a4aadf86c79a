import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

/** Sigma's API description, where this machine has a copy; it is not part of the project. */
const file = process.env.SIGMA_OPENAPI ?? path.resolve(import.meta.dirname, '../../../../shared/sigma-api.openapi.json')

export const hasOpenApi = existsSync(file)

interface Operation {
  readonly parameters?: readonly { readonly name?: string }[]
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema: object }>> }
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >
}

// The description's alternatives overlap (a path is "one of" several arrays of strings), so that no answer at all could
// match exactly one of them: any of them is enough.
function relaxed(schema: object): object {
  return JSON.parse(
    JSON.stringify(schema)
      .replaceAll('"oneOf":', '"anyOf":')
      .replaceAll('"#/components', '"https://sigma.invalid/api#/components')
  ) as object
}

function readDescription() {
  const document = JSON.parse(readFileSync(file, 'utf8')) as {
    paths: Record<string, Record<string, Operation>>
    components: object
  }
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema({ $id: 'https://sigma.invalid/api', components: relaxed(document.components) })
  return { document, ajv }
}

export interface DescribedRequest {
  /** Names of the parameters, those of the query among them. */
  readonly parameters: readonly string[]
  /** What is wrong with a body; a body where none is described is wrong. */
  bodyErrors(body: unknown): readonly unknown[]
}

/** Gives what Sigma's API description says of the request of an operation; undefined for one that it does not know. */
export function openApiRequests(): (method: string, template: string) => DescribedRequest | undefined {
  const { document, ajv } = readDescription()
  return (method, template) => {
    const operation = document.paths[template]?.[method.toLowerCase()]
    if (operation === undefined) return undefined
    const schema = operation.requestBody?.content?.['application/json']?.schema
    return {
      parameters: (operation.parameters ?? []).flatMap(({ name }) => (name === undefined ? [] : [name])),
      bodyErrors(body) {
        if (schema === undefined) return body === undefined ? [] : ['no body is described']
        const validate = ajv.compile(relaxed(schema))
        return validate(body ?? {}) ? [] : (validate.errors ?? [])
      }
    }
  }
}

/** Gives a validator for the 200 answer of an operation of Sigma's API description. */
export function openApiValidators(): (method: string, template: string) => ValidateFunction {
  const { document, ajv } = readDescription()
  return (method, template) => {
    const schema =
      document.paths[template]?.[method.toLowerCase()]?.responses['200']?.content?.['application/json']?.schema
    if (schema === undefined) throw new Error(`${method} ${template} is not in Sigma's API description`)
    return ajv.compile(relaxed(schema))
  }
}
