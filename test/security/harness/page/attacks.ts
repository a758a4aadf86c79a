// What hostile data on the page could try. Each answers in words what came of it. They are part of the page's own code,
// since what the tests evaluate from outside is exempt from parts of the content security policy.
type Attack = (target: string) => Promise<string> | string

const outcome = async (work: () => unknown): Promise<string> => {
  try {
    const result = String(await work())
    return /^(done|refused): /.test(result) ? result : `done: ${result}`
  } catch (error) {
    return `refused: ${error instanceof Error ? error.name : String(error)}`
  }
}

const patience = 1_500

function loaded(element: HTMLElement): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  element.addEventListener('load', () => resolve('loaded'))
  element.addEventListener('error', () => resolve('error'))
  setTimeout(() => resolve('nothing'), patience)
  document.body.append(element)
  return promise
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, attributes: Record<string, string>) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

export const attacks: Readonly<Record<string, Attack>> = {
  inlineHandler: () => {
    Object.assign(window, { ran: false })
    const image = element('img', { src: 'missing.png', onerror: 'window.ran = true' })
    return loaded(image).then(() => `ran: ${Reflect.get(window, 'ran')}`)
  },
  inlineScript: () => {
    Object.assign(window, { ran: false })
    return outcome(() => {
      const script = document.createElement('script')
      script.append(document.createTextNode('window.ran = true'))
      document.body.append(script)
      return Reflect.get(window, 'ran')
    })
  },
  htmlSink: () => outcome(() => Reflect.set(document.createElement('div'), 'innerHTML', '<b>x</b>')),
  evalCode: () => outcome(() => Reflect.apply(globalThis['eval' as never], undefined, ['1 + 1'])),
  newFunction: () => outcome(() => Reflect.construct(Function, ['return 1'])()),
  javascriptUrl: () => outcome(() => Reflect.set(document.createElement('iframe'), 'srcdoc', '<b>x</b>')),
  remoteScript: (url) => outcome(() => loaded(element('script', { src: `${url}/x.js` }))),
  remoteFetch: (url) => outcome(() => fetch(`${url}/fetch`, { mode: 'no-cors' })),
  remoteImage: (url) => loaded(element('img', { src: `${url}/image.png` })),
  remoteStyle: (url) => loaded(element('link', { rel: 'stylesheet', href: `${url}/style.css` })),
  remoteFrame: (url) => loaded(element('iframe', { src: `${url}/frame` })),
  ownFrame: () => {
    const frame = element('iframe', { src: 'app://vigil/index.html' })
    return loaded(frame).then(() => (frame.contentDocument?.querySelector('#root') ? 'framed' : 'not framed'))
  },
  prefetch: (url) => loaded(element('link', { rel: 'prefetch', href: `${url}/prefetch` })),
  preconnect: (url) => loaded(element('link', { rel: 'preconnect', href: url })),
  beacon: (url) => outcome(() => navigator.sendBeacon(`${url}/beacon`, 'data')),
  eventSource: (url) =>
    outcome(() => {
      const { promise, resolve } = Promise.withResolvers<string>()
      const source = new EventSource(`${url}/events`)
      source.addEventListener('error', () => resolve('error'))
      setTimeout(() => resolve('nothing'), patience)
      return promise.finally(() => source.close())
    }),
  webSocket: (url) =>
    outcome(() => {
      const { promise, resolve } = Promise.withResolvers<string>()
      const socket = new WebSocket(url.replace('http', 'ws'))
      socket.addEventListener('open', () => resolve('open'))
      socket.addEventListener('error', () => resolve('error'))
      setTimeout(() => resolve('nothing'), patience)
      return promise
    }),
  peerConnection: (url) =>
    outcome(async () => {
      const { hostname, port } = new URL(url)
      const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:${hostname}:${port}` }] })
      connection.createDataChannel('x')
      await connection.setLocalDescription(await connection.createOffer())
      await new Promise((resolve) => setTimeout(resolve, patience))
      connection.close()
      return 'gathered'
    }),
  formPost: (url) =>
    outcome(() => {
      const form = element('form', { action: `${url}/form`, method: 'post' })
      document.body.append(form)
      form.submit()
      return 'submitted'
    }),
  download: (url) =>
    outcome(() => {
      element('a', { href: `${url}/file.bin`, download: 'file.bin' }).click()
      return 'clicked'
    }),
  dataDownload: () =>
    outcome(() => {
      element('a', { href: URL.createObjectURL(new Blob(['x'])), download: 'file.bin' }).click()
      return 'clicked'
    }),
  worker: () => outcome(() => new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])))),
  serviceWorker: () => outcome(() => navigator.serviceWorker.register('/assets/x.js')),
  setBase: () => {
    document.head.append(element('base', { href: 'https://example.com/' }))
    return document.baseURI
  },
  openWindow: (url) => outcome(() => window.open(`${url}/popup`)),
  openBlank: () => outcome(() => window.open('about:blank')),
  navigate: (url) =>
    outcome(() => {
      location.href = `${url}/away`
      return 'asked'
    }),
  navigateToFile: () =>
    outcome(() => {
      location.href = 'file:///etc/passwd'
      return 'asked'
    }),
  navigateWithin: () =>
    outcome(() => {
      location.href = 'app://vigil/assets/'
      return 'asked'
    }),
  clickBlankLink: (url) =>
    outcome(() => {
      element('a', { href: `${url}/link`, target: '_blank' }).click()
      return 'clicked'
    }),
  webview: (url) =>
    outcome(() => {
      const view = document.createElement('webview')
      view.setAttribute('src', `${url}/webview`)
      document.body.append(view)
      return view.constructor.name
    })
}

Object.assign(window, {
  attack: (name: string, target: string) =>
    // In a task of its own, so that nothing of the tests' own call is on the stack.
    new Promise((resolve) => {
      setTimeout(() => resolve(outcome(() => attacks[name]?.(target) ?? 'no such attack')), 0)
    })
})
