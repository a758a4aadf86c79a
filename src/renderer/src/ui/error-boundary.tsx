import { Component, type ErrorInfo, type ReactNode } from 'react'
import { reportRendererError } from '../lib/diagnostic-queries.ts'
import bannerStyles from './banner.module.css'
import { Button } from './button.tsx'
import { classes } from './classes.ts'

export interface ErrorBoundaryProps {
  /** What this region is called on screen and in the log, such as "The organization list". */
  readonly region: string
  /** A new key tries again, e.g. the path of the page. */
  readonly resetKey?: string
  readonly children: ReactNode
}

interface State {
  readonly error: unknown
  readonly hasFailed: boolean
  readonly resetKey: string | undefined
}

/** Keeps a crash of one region from taking the rest of the window along, and writes it to the log. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  override state: State = { error: undefined, hasFailed: false, resetKey: this.props.resetKey }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error, hasFailed: true }
  }

  static getDerivedStateFromProps(props: ErrorBoundaryProps, state: State): Partial<State> | null {
    return props.resetKey === state.resetKey ? null : { resetKey: props.resetKey, hasFailed: false, error: undefined }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    reportRendererError(error, `${this.props.region}${info.componentStack ?? ''}`)
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children
    return (
      <div role="alert" className={classes(bannerStyles.banner, bannerStyles.bad, bannerStyles.box)}>
        <div className={bannerStyles.words}>
          <strong>{this.props.region} could not be shown.</strong>
          <div>
            The rest of the window still works, and the fault is in the log. Nothing that was stored is affected.
          </div>
        </div>
        <div className={bannerStyles.action}>
          <Button onPress={() => this.setState({ hasFailed: false, error: undefined })}>Show it again</Button>
        </div>
      </div>
    )
  }
}
