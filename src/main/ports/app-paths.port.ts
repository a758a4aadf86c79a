/** Where Vigil keeps things on this machine. Absolute paths. */
export interface AppPaths {
  /** Everything of Vigil: databases, preferences. */
  readonly dataFolder: string
  readonly registryFile: string
  /** One folder an organization, named by its id. */
  readonly organizationsFolder: string
  readonly logFile: string
}
