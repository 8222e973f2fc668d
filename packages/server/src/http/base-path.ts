/** Where the API lives. Clients append their paths to it. */
export const BASE_PATH = '/elements/api-v2'
