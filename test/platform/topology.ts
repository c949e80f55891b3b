import type { PortSpec, ProjectSpec, ServiceSpec, Topology } from './spec.ts';

const HTTP: PortSpec = { number: 8080, name: 'http', protocol: 'HTTP', workload: 'http' };
const METRICS: PortSpec = { number: 9090, name: 'metrics', protocol: 'HTTP', workload: 'metrics' };
const POSTGRES: PortSpec = { number: 5432, name: 'postgres', protocol: 'TCP', workload: 'postgres' };

function service(id: string, more: Partial<ServiceSpec>): ServiceSpec {
  return { id, name: id, type: 'deployment', instances: 1, ports: [HTTP], ...more };
}

const storefront: ProjectSpec = {
  id: 'storefront',
  name: 'storefront',
  description: 'The shop that customers see',
  region: 'europe-west',
  namespace: 'ns-8zy2mcjh9zn2',
  services: [
    service('web', {
      description: 'Server-rendered shop front',
      tags: ['frontend', 'public'],
      instances: 2,
      image: 'ghcr.io/acme/web:2026.11',
      ports: [{ ...HTTP, public: true }, METRICS],
      env: { PORT: '8080', PUBLIC_URL: 'https://shop.acme.example', SEARCH_URL: 'http://${SEARCH_HOST}:8080' },
    }),
    service('checkout-api', {
      type: 'combined',
      description: 'Baskets, orders, payments',
      tags: ['backend'],
      instances: 3,
      env: { PORT: '8080', LOG_LEVEL: 'info' },
    }),
    service('search', {
      tags: ['backend'],
      ports: [{ number: 50051, name: 'grpc', protocol: 'HTTP/2', workload: 'h2c' }, HTTP],
    }),
    service('statsd', {
      description: 'Counters from every shop process',
      ports: [{ number: 8125, name: 'statsd', protocol: 'UDP', workload: 'statsd' }],
    }),
  ],
  addons: [
    {
      id: 'orders-db',
      name: 'orders-db',
      description: 'Orders and customers',
      type: 'postgresql',
      version: '16.4',
      replicas: 1,
      tls: true,
      database: 'orders',
      ports: [POSTGRES],
    },
    {
      id: 'cache',
      name: 'cache',
      type: 'redis',
      version: '7.2.5',
      replicas: 1,
      ports: [{ number: 6379, name: 'redis', protocol: 'TCP', workload: 'redis' }],
    },
    {
      id: 'assets',
      name: 'assets',
      type: 'minio',
      version: '2024.8.3',
      state: 'paused',
      replicas: 1,
      ports: [
        { number: 9000, name: 'api', protocol: 'TCP', workload: 'closed' },
        { number: 9001, name: 'console', protocol: 'TCP', workload: 'closed' },
      ],
    },
  ],
  secrets: [
    {
      id: 'shared',
      name: 'shared',
      description: 'Known to all of the shop',
      secretType: 'environment',
      priority: 10,
      variables: { SEARCH_HOST: 'search', LOG_LEVEL: 'warn', SENTRY_DSN: 'https://key@sentry.acme.example/4' },
      addons: ['orders-db'],
    },
    {
      id: 'payments',
      name: 'payments',
      secretType: 'environment-arguments',
      priority: 20,
      services: ['checkout-api'],
      variables: { STRIPE_KEY: 'sk_test_51Nx0' },
    },
    { id: 'build-only', name: 'build only', secretType: 'arguments', priority: 0, variables: { NPM_TOKEN: 'npm_x' } },
  ],
};

const billing: ProjectSpec = {
  id: 'billing',
  name: 'billing',
  description: 'Invoices and the ledger',
  region: 'europe-west',
  namespace: 'ns-q7d2kx0m4vbl',
  services: [
    service('ledger', { instances: 4, tags: ['backend', 'pci'] }),
    service('invoice-renderer', { type: 'combined', state: 'failed' }),
    service('image-builder', { type: 'build', instances: 0, ports: [] }),
    service('tcp-echo', {
      name: 'Échange ☕ エコー',
      ports: [
        { number: 7000, name: 'echo', protocol: 'TCP', workload: 'tcp-echo' },
        { number: 7001, name: 'echo-udp', protocol: 'UDP', workload: 'udp-echo' },
        { number: 7002, name: 'refuses', protocol: 'TCP', workload: 'closed' },
      ],
    }),
  ],
  addons: [
    {
      id: 'ledger-db',
      name: 'ledger-db',
      type: 'postgresql',
      version: '15.8',
      replicas: 1,
      database: 'ledger',
      ports: [POSTGRES],
    },
    {
      id: 'invoices-db',
      name: 'invoices-db',
      type: 'mysql',
      version: '8.0.37',
      replicas: 1,
      database: 'invoices',
      ports: [{ number: 3306, name: 'mysql', protocol: 'TCP', workload: 'mariadb' }],
    },
  ],
};

const dataPlatform: ProjectSpec = {
  id: 'data-platform',
  name: 'data-platform',
  region: 'us-east',
  namespace: 'ns-m1w8c5tz3hpr',
  services: [
    service('ingest', {
      tags: ['streaming'],
      ports: Array.from({ length: 12 }, (_, index) => ({
        number: 4000 + index,
        name: `shard-${index}`,
        protocol: 'TCP' as const,
        workload: 'tcp-echo' as const,
      })),
    }),
    service('nightly-export', { instances: 0 }),
  ],
  addons: [
    {
      id: 'events-db',
      name: 'events-db',
      type: 'postgresql',
      version: '17.2',
      replicas: 3,
      database: 'events',
      ports: [POSTGRES],
    },
    {
      id: 'queue',
      name: 'queue',
      type: 'rabbitmq',
      version: '3.13.7',
      state: 'failed',
      replicas: 1,
      ports: [
        { number: 5672, name: 'amqp', protocol: 'TCP', workload: 'closed' },
        { number: 15_672, name: 'management', protocol: 'HTTP', workload: 'closed' },
      ],
    },
  ],
};

const internalTools: ProjectSpec = {
  id: 'internal-tools',
  name: 'internal-tools',
  region: 'europe-west',
  namespace: 'ns-x4n9f6ya2jds',
  services: [service('admin', { state: 'paused' }), service('wiki', { description: 'Notes for the team' })],
  addons: [],
};

const sandbox: ProjectSpec = {
  id: 'sandbox',
  name: 'Sandbox',
  description: 'Play here',
  region: 'europe-west',
  namespace: 'ns-lab0000sand1',
  services: [service('hello', { instances: 1 })],
  addons: [],
};

/** What tests and the demo see unless they bring their own. */
export const topology: Topology = {
  org: { id: 'acme-group', name: 'Acme Group' },
  teams: [
    { id: 'acme', name: 'Acme', dnsId: 'k2xq', projects: [storefront, billing, dataPlatform, internalTools] },
    { id: 'acme-labs', name: 'Acme Labs', description: 'Experiments', dnsId: 'w7pz', projects: [sandbox] },
  ],
};
