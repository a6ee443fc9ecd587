// `npm run package`: session-lens-VERSION.vsix in the repository's folder.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { budget, packageExtension, repository } from './hostPackage.mjs';

const { name, version } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
const vsix = join(repository, `${name}-${version}.vsix`);
const { listing, size } = await packageExtension(vsix);
console.log(listing.trim());
console.log(`${vsix}: ${size.toLocaleString('en')} bytes (at most ${budget.toLocaleString('en')})`);
