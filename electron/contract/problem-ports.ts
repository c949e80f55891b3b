type Args = Readonly<Record<string, string | number>>;

/** The line by which Windows shows the ports that it keeps for virtual machines and containers. */
export const reservedLine = (transport: 'tcp' | 'udp'): string =>
  `netsh interface ipv4 show excludedportrange protocol=${transport}`;

/** Why a port could not be opened here although nobody is seen to hold it. */
export const PORT_PROBLEMS = {
  'port-reserved': {
    title: 'Port kept by the system',
    text: ({ address, moved, line }: Args) =>
      `The system, or a program that shares it with nobody, keeps ${address ?? 'this port'} for itself${moved ? `, so this port is served at ${moved} instead` : ''}.${
        line ? ` Windows does so for Hyper-V, WSL and Docker: "${line}" lists its ranges.` : ''
      }`,
    severity: 'warning',
    remedy: 'retry',
    action: 'Retry',
  },
} as const;
