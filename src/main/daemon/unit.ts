/** What a systemd unit of the daemon says. */
export interface UnitOptions {
  /** Program and arguments, absolute. */
  command: readonly string[]
  workspace: string
  /** A user's own service, or the machine's. */
  scope: 'user' | 'system'
  /** Whom the machine's service runs as. */
  user: string
}

export const UNIT_NAME = 'arrest-workbench.service'

/**
 * The unit of a service that keeps the daemon running. It is told to end by SIGTERM, answers within 10 s, and is started
 * again when it fails. See systemd.service(5).
 */
export function systemdUnit({ command, workspace, scope, user }: UnitOptions): string {
  const isUser = scope === 'user'
  return `[Unit]
Description=Arrest Workbench: scheduled runs and retraining
Wants=network-online.target
After=network-online.target

[Service]
Type=exec
ExecStart=${command.map(quoted).join(' ')}
WorkingDirectory=${escaped(workspace)}
${isUser ? '' : `User=${user}\n`}Restart=on-failure
RestartSec=30
TimeoutStopSec=20
Nice=10
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=full

[Install]
WantedBy=${isUser ? 'default.target' : 'multi-user.target'}
`
}

/** A word of a command line: specifiers and variables are not expanded. */
function quoted(word: string): string {
  const safe = escaped(word).replaceAll('$', '$$$$')
  return /^[\w@%+=:,./-]+$/.test(safe) ? safe : `"${safe.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

function escaped(value: string): string {
  return value.replaceAll('%', '%%')
}
