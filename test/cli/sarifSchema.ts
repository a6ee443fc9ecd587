import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

/**
 * SARIF 2.1.0-rtm.5 schema of the OASIS technical committee, as published in the npm package
 * `@microsoft/jest-sarif` 1.0.0-beta.0 (MIT), reformatted.
 */
const file = new URL('../support/sarif-2.1.0.schema.json', import.meta.url);

const validate = compile();

function compile() {
  // Written for JSON Schema draft 4, of which it uses nothing that draft 7 reads differently but the name of `id`.
  const { id, $schema: _, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  // One of its patterns is no valid expression in Unicode mode.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile({ $id: String(id), ...schema });
}

/** What the official schema has against a log; empty when it is valid. */
export function sarifErrors(log: unknown): string[] {
  validate(log);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}
