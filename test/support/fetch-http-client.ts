export { fetchHttpClient } from '../../tools/kit/fetch-http-client.ts'
