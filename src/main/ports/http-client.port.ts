/** A request to a Sigma organization. Plain data, so that the network and the embedded sandbox can both answer it. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Absolute URL. Never carries a secret. */
  readonly url: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Ends the request with the code `cancelled`. */
  readonly signal?: AbortSignal
  /** Longest wait until a connection stands, ms. Ends with `unreachable` and the reason `no-connection`. */
  readonly connectTimeoutMs?: number
  /** Longest wait for the response's first byte, ms. Ends with `timed-out`. */
  readonly firstByteTimeoutMs?: number
  /** Changes nothing although it is no GET, so that an unanswered one may be ended early for the sake of others. */
  readonly mayBeGivenUp?: boolean
  /** Longest pause between two pieces of the body, ms. Ends with `timed-out`. */
  readonly idleTimeoutMs?: number
}

export interface HttpResponse {
  readonly status: number
  /** Lower-case names; repeated headers joined with a comma. */
  readonly headers: Readonly<Record<string, string>>
  /** The body, piece by piece, decoded from its transfer and content encoding. Read once. */
  readonly body: AsyncIterable<Uint8Array>
}

/**
 * Sends one request and gives its response. The two implementations are Electron's network stack and the embedded
 * sandbox organization; nothing above this line knows which one it talks to.
 */
export interface HttpClient {
  /** Of a client that shares a network with others; absent: it is alone. */
  readonly shared?: {
    /** What it sends through: limits of a host are counted there. */
    readonly network: HttpClient
    /** Whether a person waits for its answers, so that they go before those of the others. */
    readonly isUrgent: () => boolean
  }
  /**
   * @throws AppError `name-not-resolved | unreachable | tls-failed | offline | timed-out | cancelled`; an answer of
   * any status is an answer, not an error.
   */
  send(request: HttpRequest): Promise<HttpResponse>
}
