import type { CodegenConfig } from '@graphql-codegen/cli'

/** Types of the page's documents, from the schema that the API commits. */
const config: CodegenConfig = {
  schema: '../schema.graphql',
  documents: ['core/**/*.ts', 'views/**/*.tsx', '!core/api/documents/**'],
  generates: {
    'core/api/documents/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        scalars: { Date: 'string', DateTime: 'string', Count: 'number', JSON: 'unknown' },
      },
    },
  },
  ignoreNoDocuments: true,
}
export default config
