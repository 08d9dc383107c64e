import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * Import arrows run one way (docs/architecture.md): functions → shared; infra → functions and shared;
 * tests → anything. shared/address, shared/policy and shared/tls are pure: plain data in, plain data out.
 */
const forbid = (files, message, group) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
});
const functions = [
  'smtp-edge',
  'settings-api',
  'delivery-worker',
  'home-delivery',
  'trust-watch',
  'tls-reports',
];
const pureRooms = ['address', 'policy', 'tls'];
const browserRooms = ['evidence'];
const roomsWithIo = [
  'configuration',
  'dns',
  'smtp',
  'https',
  'mail',
  'store',
  'observe',
  'delivery',
  'mta-sts',
  'tls-reporting',
  'next-hop',
  'evidence-key',
];

export default defineConfig(
  {
    ignores: [
      'node_modules/',
      'dist/',
      'cdk.out/',
      '.data/',
      'web/dist/',
      'web/.pages-*/',
      'web/api/schema.d.ts',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // node:test's test() and describe() return promises that the runner itself awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] },
          ],
        },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'max-lines': ['warn', { max: 300, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  { files: ['infra/local/**', 'scripts/**', 'test/**'], rules: { 'no-console': 'off' } },
  forbid(['shared/**/*.ts'], 'shared knows no function and no infrastructure', [
    '**/functions/**',
    '**/infra/**',
    '**/test/**',
    '**/scripts/**',
    '@middy/*',
    'aws-lambda',
  ]),
  forbid(
    pureRooms.map((room) => `shared/${room}/**/*.ts`),
    'this room is pure: no I/O, nothing that does I/O',
    [
      '**/functions/**',
      '**/infra/**',
      ...roomsWithIo.map((room) => `**/${room}/**`),
      '@aws-sdk/*',
      'node:net',
      'node:tls',
      'node:dns',
      'node:fs',
      'node:http*',
    ],
  ),
  forbid(
    browserRooms.map((room) => `shared/${room}/**/*.ts`),
    'this room also runs in browsers: no I/O, nothing of Node; types of the stores at most',
    ['**/functions/**', '**/infra/**', '@aws-sdk/*', 'node:*', 'zod'],
  ),
  ...functions.map((name) =>
    forbid([`functions/${name}/**/*.ts`], 'functions know shared only, never each other or infra', [
      '**/infra/**',
      '**/test/**',
      '**/scripts/**',
      ...functions.filter((other) => other !== name).map((other) => `**/${other}/**`),
    ]),
  ),
  {
    files: ['web/**/*.ts', 'web/**/*.tsx'],
    ignores: ['web/vite.config.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^node:|^(\\.\\./)+(functions|test|scripts|infra(?!/local/simulation/))/',
              message: 'pages know the pages only',
            },
            {
              regex: '^(\\.\\./)+infra/local/simulation/',
              message: 'pages know what the simulation answers, as types',
              allowTypeImports: true,
            },
            {
              regex: '^(\\.\\./)+shared/(?!(mail/words|policy|address|evidence)/)',
              message: 'of shared, pages know what is pure: mail/words, policy, address, evidence',
            },
          ],
        },
      ],
    },
  },
  forbid(['infra/**/*.ts'], 'infra never reaches into tests', ['**/test/**']),
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
);
