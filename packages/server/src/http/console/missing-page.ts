/** What the server shows where its console would be, while that has not been built. */
export const missingPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Valence</title><meta name="viewport" content="width=device-width"></head>
<body>
<h1>Valence runs</h1>
<p>Its API is below <code>/elements/api-v2</code>; <a href="/openapi.json">openapi.json</a> describes it.</p>
<p>The console has not been built. In the folder of the source, run <code>npm run build</code>, then load this page again.</p>
</body>
</html>
`
