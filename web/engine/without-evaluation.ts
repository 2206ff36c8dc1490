/**
 * Tells zod, before its first schema is made, that no code may be made from text: the content security policy
 * refuses it, and reports the attempt. zod looks for its settings in this place; imported first, this is in time
 * wherever the build puts the schemas.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

export {};
