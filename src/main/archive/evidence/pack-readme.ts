import { packFiles, type PackManifest } from '../../../shared/domain/evidence-pack.ts'

/** `README.txt`: what the pack is and how it is checked, for somebody who has never heard of Vigil. */
export function readmeText(manifest: Omit<PackManifest, 'files'>): string {
  const { organization, madeAt, madeBy, tablePath, rowCount, filterInWords, range, signature } = manifest
  return `${[
    'EVIDENCE PACK',
    '',
    `${rowCount} audit events of the Sigma organization "${organization.name}", table ${tablePath.join('.')}.`,
    `Which events: ${filterInWords}; ${range.inWords}.`,
    `Made ${madeAt} by ${madeBy.machineUser} on ${madeBy.host} with ${madeBy.application} ${madeBy.version}.`,
    '',
    'WHAT IS IN IT',
    '',
    `${packFiles.manifest}   what was asked for, of whom, when, and the SHA-256 of every other file but the signature.`,
    `${packFiles.events}   the events, oldest first, one JSON object a line: every column that has a value, as text.`,
    `${packFiles.csv}      the same events for a spreadsheet, in the same order.${csvNote(manifest)}`,
    `${packFiles.chain}    the proof: hashes of all events of the days that these events are of, linked day by day, and`,
    '                the commits with which they came into the archive.',
    signature.isSigned
      ? `${packFiles.signature}  Ed25519 signature of ${packFiles.manifest}, public key ${signature.publicKey}.`
      : `The pack is not signed: ${signature.reason}. Who can change all files of it together can change what it says; compare it`,
    ...(signature.isSigned
      ? []
      : ['with a head of the archive that was kept elsewhere (below), or get it from a source that you trust.']),
    '',
    'HOW TO CHECK IT WITH VIGIL',
    '',
    '  vigil verify PACK                     everything that is said below, and the first row that differs by name',
    '  vigil verify PACK --head HEAD.json    also against a head of the archive that was exported earlier',
    '  vigil verify PACK --key PUBLICKEY     also that it was signed with this key',
    '',
    'It needs nothing but this pack: no account, no network, no data of Vigil.',
    '',
    'HOW TO CHECK IT BY HAND',
    '',
    '1. No file was changed: the SHA-256 of each file is in the manifest.',
    `     sha256sum ${packFiles.events} ${packFiles.csv} ${packFiles.chain} README.txt`,
    '2. An event is what was archived: the SHA-256 of its line, without the line end, is its hash in the chain.',
    `     sed -n 5p ${packFiles.events} | tr -d '\\n' | sha256sum`,
    `     grep -c HASH ${packFiles.chain}`,
    `3. The chain of a day holds together: in ${packFiles.chain}, "genesis" is`,
    '     SHA-256( 02 || organization id || 00 || table path as JSON || 00 || day as YYYY-MM-DD or "untimed" )',
    '   and the "head" of each block is, with the head before it (the genesis for the first),',
    "     SHA-256( 01 || head before || day as 4 bytes || first_seq as 4 bytes || count as 4 bytes || the rows' hashes ).",
    '   Bytes are big-endian; the day is counted from 1970-01-01, -1 for events without a time; the hashes of a block are',
    '   given as hex ("leaves") where an event of it is in the pack, else as base64 ("leavesBase64").',
    '4. The days are those of the archive: each commit lists the heads of its days, and its "hash" is',
    '     SHA-256( 03 || hash before || its fields but "kind", "previous" and "hash" as JSON with sorted keys, no spaces ).',
    '',
    'WHAT IT PROVES, AND WHAT NOT',
    '',
    'That the events are, byte for byte, what was in the archive when the pack was made, and that none of a day was changed,',
    'moved or put in since the day was archived. For a pack of all events of a whole day also that none is missing.',
    'Which times the archive had completely is under "coverage" in the manifest. It does not prove what Sigma did not deliver.'
  ].join('\n')}\n`
}

function csvNote({ csv }: Omit<PackManifest, 'files'>): string {
  return csv.isSpreadsheetSafe
    ? ' Texts that a\n                spreadsheet would take for a formula begin with an apostrophe there.'
    : ''
}
