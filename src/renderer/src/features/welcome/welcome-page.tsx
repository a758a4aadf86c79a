import { Cloud, FlaskConical } from 'lucide-react'
import { type ReactElement, useId, useState } from 'react'
import { useKeychainStatus } from '../../lib/credential-queries.ts'
import { errorDataOf } from '../../lib/api.ts'
import { useGo } from '../../lib/navigation.ts'
import { useAddSandboxOrganization } from '../../lib/organization-queries.ts'
import { wordsOfKeychain } from '../../lib/vault-words.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import styles from './welcome-page.module.css'

/** First run: two ways to begin. */
export function WelcomePage(): ReactElement {
  const go = useGo()
  const addSandbox = useAddSandboxOrganization()
  const keychain = useKeychainStatus().data
  const [isSessionOffered, setIsSessionOffered] = useState(false)
  const sandboxTitle = useId()
  const sigmaTitle = useId()

  const start = (storage: 'keychain' | 'session-only'): void =>
    addSandbox.mutate(
      { storage },
      {
        onSuccess: (organization) =>
          go({ to: 'general-settings', organizationId: organization.id, section: 'audit-logging' }),
        onError: (error) => setIsSessionOffered(errorDataOf(error).code.startsWith('keychain-'))
      }
    )

  return (
    <div className={styles.frame}>
      <Page
        title="Welcome to Vigil"
        description="Vigil looks after the audit logs and settings of several Sigma organizations from one window. What it reads is kept on this computer."
      >
        {keychain !== undefined && keychain.state !== 'keychain' && (
          <Banner
            tone="warning"
            title={wordsOfKeychain(keychain).meaning}
            action={
              <PlaceLink place={{ to: 'preferences' }} variant="quiet">
                What to do
              </PlaceLink>
            }
          >
            You can start all the same: Vigil asks before it keeps a secret anywhere else.
          </Banner>
        )}
        <div className={styles.choices}>
          <section className={styles.choice} aria-labelledby={sandboxTitle}>
            <FlaskConical aria-hidden="true" size={20} className={styles.icon} />
            <h2 id={sandboxTitle}>Try it out</h2>
            <p>
              A make-believe organization inside Vigil, with members, connections and live audit events. It speaks
              Sigma’s API, needs no account and no network, and can be removed at any time.
            </p>
            <div className={styles.action}>
              <Button variant="primary" size="large" onPress={() => start('keychain')} isPending={addSandbox.isPending}>
                Start with a sandbox organization
              </Button>
            </div>
          </section>
          <section className={styles.choice} aria-labelledby={sigmaTitle}>
            <Cloud aria-hidden="true" size={20} className={styles.icon} />
            <h2 id={sigmaTitle}>Use your own</h2>
            <p>
              A real organization, reached over Sigma’s public API. You need a client ID and secret that belong to an
              Admin; the secret goes into this computer’s keychain and nowhere else.
            </p>
            <div className={styles.action}>
              <PlaceLink place={{ to: 'add-organization' }} variant="secondary" size="large">
                Connect a Sigma organization
              </PlaceLink>
            </div>
          </section>
        </div>
        {addSandbox.isError && (
          <div className="vigil-stack">
            <ErrorNotice error={addSandbox.error} />
            {isSessionOffered && (
              <div className="vigil-row">
                <Button onPress={() => start('session-only')}>Keep its secret for this session only</Button>
                <span className="vigil-muted">Nothing is lost: the sandbox gets a new secret at the next start.</span>
              </div>
            )}
          </div>
        )}
        <p className={styles.links}>
          <PlaceLink place={{ to: 'preferences' }}>Preferences</PlaceLink>
          <PlaceLink place={{ to: 'about' }}>About Vigil</PlaceLink>
        </p>
      </Page>
    </div>
  )
}
