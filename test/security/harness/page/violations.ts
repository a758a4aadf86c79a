/** What the content security policy stopped on this page, for the tests to read. Imported before anything else. */
export const violations: string[] = []

Object.assign(window, { violations })
document.addEventListener('securitypolicyviolation', (event) => {
  violations.push(`${event.effectiveDirective} ${event.blockedURI}`)
})
