import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient
} from '@tanstack/react-query'
import type { BackupStatus } from '../../../shared/contract/backups.ts'
import type { EvidencePack } from '../../../shared/contract/evidence.ts'
import type { IntegrityStatus } from '../../../shared/contract/integrity.ts'
import type { RetentionPolicy, RetentionPreview, RetentionStatus } from '../../../shared/contract/retention.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

/** Progress is announced; this is for an announcement that came before anybody listened. */
const lookAgainMs = 2_000

interface OfOrganization {
  readonly organizationId: OrganizationId
}

/** An act on what keeps the archive; afterwards its state is read again, whether the act succeeded or not. */
function useAct<Input extends OfOrganization, Output>(
  run: (input: Input) => Promise<Output>,
  keyOf: (id: OrganizationId) => readonly unknown[]
): UseMutationResult<Output, Error, Input> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSettled: (_output, _error, { organizationId }) => {
      void client.invalidateQueries({ queryKey: keyOf(organizationId) })
    }
  })
}

/** How long events are kept, and what left. */
export function useRetention(organizationId: OrganizationId, path: readonly string[]): UseQueryResult<RetentionStatus> {
  return useQuery({
    queryKey: [...queryKeys.retention(organizationId), 'status', path],
    queryFn: () => api.retention.getRetention({ organizationId, path: [...path] }),
    refetchInterval: (query) => (query.state.data?.progress === undefined ? false : lookAgainMs)
  })
}

/** What a policy would do now; `policy` undefined while it is being written. */
export function useRetentionPreview(
  organizationId: OrganizationId,
  path: readonly string[],
  policy: RetentionPolicy | undefined
): UseQueryResult<RetentionPreview> {
  return useQuery({
    queryKey: [...queryKeys.retention(organizationId), 'preview', path, policy],
    queryFn: () =>
      api.retention.previewRetention({ organizationId, path: [...path], policy: policy ?? { keep: 'forever' } }),
    enabled: policy !== undefined,
    gcTime: 0
  })
}

export const useSetRetention = () => useAct(api.retention.setRetention, queryKeys.retention)
export const useSetLegalHold = () => useAct(api.retention.setLegalHold, queryKeys.retention)
export const usePruneNow = () => useAct(api.retention.pruneNow, queryKeys.retention)
export const useCancelPrune = () => useAct(api.retention.cancelPrune, queryKeys.retention)

/** The archive's backups and how they are taken. */
export function useBackups(organizationId: OrganizationId): UseQueryResult<BackupStatus> {
  return useQuery({
    queryKey: queryKeys.backups(organizationId),
    queryFn: () => api.backups.getBackups({ organizationId }),
    refetchInterval: (query) => (query.state.data?.progress === undefined ? false : lookAgainMs)
  })
}

export const useSetBackupSettings = () => useAct(api.backups.setBackupSettings, queryKeys.backups)
export const useChooseBackupFolder = () => useAct(api.backups.chooseBackupFolder, queryKeys.backups)
export const useClearBackupFolder = () => useAct(api.backups.clearBackupFolder, queryKeys.backups)
export const useBackUpNow = () => useAct(api.backups.backUpNow, queryKeys.backups)
export const useCancelBackup = () => useAct(api.backups.cancelBackup, queryKeys.backups)
export const useCheckBackup = () => useAct(api.backups.checkBackup, queryKeys.backups)
export const useDeleteBackup = () => useAct(api.backups.deleteBackup, queryKeys.backups)
/** Another archive stands in the place of the one of before: all that was read of it is read again. */
export const useRestoreBackup = () => useAct(api.backups.restoreBackup, queryKeys.organization)

/** How the last verification ended, and the one that is going on. */
export function useIntegrity(organizationId: OrganizationId): UseQueryResult<IntegrityStatus> {
  return useQuery({
    queryKey: queryKeys.integrity(organizationId),
    queryFn: () => api.integrity.getIntegrity({ organizationId }),
    refetchInterval: (query) => (query.state.data?.progress === undefined ? false : lookAgainMs)
  })
}

export const useVerify = () => useAct(api.integrity.verify, queryKeys.integrity)
export const useCancelVerify = () => useAct(api.integrity.cancelVerify, queryKeys.integrity)
export const useExportHead = () => useAct(api.integrity.exportHead, queryKeys.integrity)
export const useCheckHead = () => useAct(api.integrity.checkHead, queryKeys.integrity)

/** Evidence packs of this run of Vigil, newest first. */
export function usePacks(organizationId: OrganizationId): UseQueryResult<EvidencePack[]> {
  return useQuery({
    queryKey: queryKeys.evidence(organizationId),
    queryFn: () => api.evidence.listPacks({ organizationId }),
    refetchInterval: (query) =>
      query.state.data?.some(({ state }) => state === 'writing') === true ? lookAgainMs : false
  })
}

export const useMakePack = () => useAct(api.evidence.makePack, queryKeys.evidence)
export const useCancelPack = () => useAct(api.evidence.cancelPack, queryKeys.evidence)
/** Checks a pack of any organization; nothing of what is kept changes. */
export const useVerifyPack = () => useMutation({ mutationFn: api.evidence.verifyPack })
