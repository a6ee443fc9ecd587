// The timeline panel.

export async function timeline() {}
