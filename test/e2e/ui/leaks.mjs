// What a panel must not leave behind, and where to look for it.
import assert from 'node:assert/strict';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureServer, startServer } from '../../../scripts/hostServer.mjs';

/** A second server with the same extension and settings that writes its logs. `host` and `data` as of the suites. */
export async function loggingServer({ data, restricted }) {
  const own = `${data}-logged`;
  await cp(data, own, { recursive: true });
  const options = process.env.NODE_OPTIONS;
  process.env.NODE_OPTIONS = `${options ?? ''} --import ${import.meta.resolve('./logWriter.mjs')}`;
  try {
    const host = await startServer(await ensureServer(), {
      data: own,
      trustEverything: !restricted,
      testDriver: true,
    });
    return { data: own, host };
  } finally {
    if (options === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = options;
  }
}

/** Runs in every frame before its scripts: remembers what a webview saves with `setState`. */
export function watchState() {
  let current;
  globalThis.savedStates = [];
  Object.defineProperty(globalThis, 'acquireVsCodeApi', {
    configurable: true,
    get: () => current,
    set(acquire) {
      current = () => {
        const api = acquire();
        globalThis.savedState = () => api.getState();
        return {
          ...api,
          setState(state) {
            globalThis.savedStates.push(state);
            return api.setState(state);
          },
        };
      };
    },
  });
}

/** Nothing at all: the state of a webview is written to disk. */
export async function assertNoState(frame) {
  assert.equal(await frame.evaluate(() => typeof globalThis.savedState), 'function', 'the state is watched');
  assert.deepEqual(await frame.evaluate(() => [globalThis.savedState() ?? null, globalThis.savedStates]), [
    null,
    [],
  ]);
}

/**
 * Where the values are: the names of the places. Looks into logs, output channels, user data and workspace storage on
 * disk, the server's own output, and everything the browser keeps.
 */
export async function placesOf(values, { page, data, host }) {
  const places = [
    ...(await browserStorage(page)),
    ...(await filesBelow(data)),
    ['the output of the server', host.output()],
  ];
  return places.flatMap(([place, text]) =>
    values.flatMap((value, i) => (text.includes(value) ? [`${place}: #${i}`] : [])),
  );
}

/** Local storage, session storage and every IndexedDB of the workbench and its frames. */
async function browserStorage(page) {
  const found = [];
  for (const frame of page.frames()) {
    found.push([frame.url().slice(0, 80), await frame.evaluate(dumpStorage).catch(() => '')]);
  }
  assert.ok(
    found.some(([, text]) => text.includes('workbench.')),
    'the storage of the workbench was read',
  );
  return found;
}

async function dumpStorage() {
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const parts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const all = await done(database.transaction(store).objectStore(store).getAll());
      parts.push(
        name,
        store,
        ...all.map((value) =>
          value instanceof Uint8Array ? new TextDecoder().decode(value) : (JSON.stringify(value) ?? ''),
        ),
      );
    }
    database.close();
  }
  return parts.join('\n');
}

/** Path and content of all but the installed extension's own files. */
export async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const own = files.filter((file) => !file.startsWith(join(folder, 'extensions')));
  return Promise.all(own.map(async (file) => [file, await readFile(file, 'latin1').catch(() => '')]));
}
