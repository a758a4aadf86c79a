import type { Api, ApiRequest } from './api.ts'
import { errorLimitBytes, parseJson, readText } from './body.ts'

/**
 * Sends a change whose success is in the status, whatever the body says.
 * @returns the body, undefined for an empty one
 * @throws AppError `contract-breach` for a web page or a text: then it was not Sigma that said yes
 */
export function acknowledged(api: Api, request: ApiRequest): Promise<unknown> {
  return api.raw(request, async (response) => {
    const { text } = await readText(response, errorLimitBytes)
    return text.trim() === '' ? undefined : parseJson(text, `${request.method} ${request.endpoint}`)
  })
}
