/** The import rules of the architecture: who may know whom. */
const shellLibraries = 'node_modules/(chalk|ora|inquirer|cli-table3|commander)/';

/** Rooms, lowest first: a room imports only from rooms on lower lines, and from its own. */
const layers = [
  ['operations'],
  ['messages'],
  ['webhooks', 'imports', 'papers'],
  ['changes'],
  ['checkout', 'fulfillment', 'tracking'],
  ['billing'],
  ['orders'],
  ['carts', 'notifications'],
  ['payments', 'shipping', 'inventory'],
  ['jobs'],
  ['catalog', 'rates', 'people', 'outbox', 'idempotency'],
  ['languages', 'journal'],
];

const folder = (room) => `^src/${room}/`;

/** Rooms on one line do not know each other either. */
const sideways = layers.flatMap((rooms) =>
  rooms.map((room) => ({
    name: `no-sideways-from-${room}`,
    severity: 'error',
    from: { path: folder(room) },
    to: { path: `^src/(${rooms.filter((other) => other !== room).join('|') || '-'})/` },
  })),
);

const upward = layers.slice(1).map((nouns, index) => ({
  name: `no-upward-from-${nouns[0]}`,
  comment: 'A lower noun speaks upward only through the outbox.',
  severity: 'error',
  from: { path: `^src/(${nouns.join('|')})/` },
  to: {
    path: `^src/(${layers
      .slice(0, index + 1)
      .flat()
      .join('|')})/`,
  },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...upward,
    ...sideways,
    {
      name: 'pure-files-stay-pure',
      comment: 'states, rules, totals and views do no I/O.',
      severity: 'error',
      from: { path: '^src/[^/]+/(states|rules|totals|view)\\.ts$' },
      to: { path: '(^src/(database|http|app|config)|/store\\.ts$)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'lib-knows-nothing',
      severity: 'error',
      from: { path: '^src/lib/' },
      to: { path: '^(src/(?!lib/|errors)|commands|worker|bin)' },
    },
    {
      name: 'platform-knows-no-noun',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^(src/(?!platform/|lib/|errors)|commands|worker|bin)' },
    },
    {
      name: 'database-knows-no-noun',
      severity: 'error',
      from: { path: '^src/database/' },
      to: { path: '^(src/(?!database/|lib/|platform/|errors)|commands|worker|bin)' },
    },
    {
      name: 'nouns-know-no-shell',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(http|app\\.ts)' },
      to: { path: '^(src/http/|src/app\\.ts|commands/|worker/|bin/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'http-knows-no-other-shell',
      severity: 'error',
      from: { path: '^src/http/' },
      to: { path: '^(commands|worker|bin)/' },
    },
    {
      name: 'worker-knows-no-other-shell',
      severity: 'error',
      from: { path: '^worker/' },
      to: { path: '^(commands|bin|src/http)/' },
    },
    {
      name: 'terminal-libraries-only-in-commands',
      severity: 'error',
      from: { pathNot: '^commands/' },
      to: { path: shellLibraries },
    },
    {
      name: 'agenda-only-in-worker',
      severity: 'error',
      from: { pathNot: '^worker/' },
      to: { path: 'node_modules/(agenda|@agendajs)/' },
    },
    {
      name: 'axios-only-in-the-http-client',
      comment: 'The client refuses to be called inside a transaction.',
      severity: 'error',
      from: { pathNot: '^src/platform/http-client\\.ts$' },
      to: { path: 'node_modules/axios/' },
    },
    { name: 'no-test-code', severity: 'error', from: {}, to: { path: '^test/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
