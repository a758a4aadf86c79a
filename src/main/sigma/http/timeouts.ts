import { secondMs } from '../../../shared/kit/time.ts'

/** Longest wait for a connection: a way to the organization that is not found by then is none. */
export const connectTimeoutMs = 10 * secondMs
/** Longest wait for the first byte of an answer: the connection, TLS and Sigma's thinking. */
export const firstByteTimeoutMs = 30 * secondMs
