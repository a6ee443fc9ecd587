// Code lens, inlay hints, completion and the list of routes.

export async function features() {}
