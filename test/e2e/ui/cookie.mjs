// The cookie panel.

export async function cookie() {}
