import { html, type SafeHtml } from '../../core/html.ts'

// Pages without scripts. The ids and the class of the button are those the vendor's pages had in 2018, because
// browser scripts that connect accounts look for them.

const style = html`
:root { color-scheme: light; font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f3f5f4; color: #1d2b24; }
main { width: min(26rem, calc(100vw - 2rem)); margin: 2rem 0; padding: 2rem; background: #fff;
  border: 1px solid #d9e0dc; border-radius: 12px; box-shadow: 0 8px 30px rgb(29 43 36 / 8%); }
h1 { margin: 0 0 .25rem; font-size: 1.4rem; }
p { margin: .25rem 0 1rem; color: #4a5b52; }
.brand { margin: 0 0 1.5rem; font-weight: 700; color: #2d6e46; }
.brand small { font-weight: 400; color: #6b7a72; }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
input[type=text], input[type=password] { width: 100%; padding: .6rem .75rem; font: inherit;
  border: 1px solid #93a39a; border-radius: 8px; }
input:focus-visible, button:focus-visible { outline: 3px solid #8fc7a5; outline-offset: 1px; }
fieldset { margin: 1rem 0 0; padding: 0; border: 0; }
legend { padding: 0; font-weight: 600; }
label.choice { display: flex; gap: .6rem; margin: .5rem 0 0; padding: .7rem .75rem; font-weight: 400;
  border: 1px solid #d9e0dc; border-radius: 8px; cursor: pointer; }
ul { margin: 0 0 1rem; padding-left: 1.2rem; color: #4a5b52; }
.buttons { display: flex; gap: .75rem; margin-top: 1.5rem; }
button { flex: 1; padding: .7rem 1rem; font: inherit; font-weight: 600; border-radius: 8px; cursor: pointer; }
.btn-primary { color: #fff; background: #2d6e46; border: 1px solid #2d6e46; }
.btn-default { color: #1d2b24; background: #fff; border: 1px solid #93a39a; }
.alert { padding: .6rem .75rem; color: #7a1c1c; background: #fdecec; border: 1px solid #f2bcbc; border-radius: 8px; }
`

function page(title: string, content: SafeHtml): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="brand">Keap <small>local sandbox</small></p>
${content}
</main>
</body>
</html>
`.markup
}

/** Sign in. `failed` says that the last try had a wrong name or password. */
export function signInPage(failed: boolean, username = ''): string {
  const alert = failed
    ? html`<p class="alert" role="alert">The username or password is not right.</p>`
    : html``
  return page(
    'Sign in - Keap',
    html`<h1>Sign in</h1>
<p>Sign in to connect an application to your account.</p>
${alert}
<form method="post">
<input type="hidden" name="step" value="sign-in">
<label for="username">Username</label>
<input type="text" id="username" name="username" value="${username}" autocomplete="username" autofocus required>
<label for="password">Password</label>
<input type="password" id="password" name="password" autocomplete="current-password" required>
<div class="buttons"><button class="btn-primary" type="submit">Sign in</button></div>
</form>`,
  )
}

/** Choose the app, for a login that reaches several. */
export function choosePage(apps: readonly string[]): string {
  const choices = apps.map(
    (app, at) => html`<label class="choice" for="app-${app}">
<input type="radio" id="app-${app}" name="app" value="${app}" ${at === 0 ? html`checked` : html``} required>
<span>${app}.infusionsoft.com</span></label>`,
  )
  return page(
    'Choose an app - Keap',
    html`<h1>Choose an app</h1>
<p>Your login reaches more than one app. Which should be connected?</p>
<form method="post">
<input type="hidden" name="step" value="choose">
<fieldset><legend>App</legend>
${choices}
</fieldset>
<div class="buttons"><button class="btn-primary" type="submit">Continue</button></div>
</form>`,
  )
}

/** Allow or deny. */
export function consentPage(clientId: string, app: string): string {
  return page(
    'Allow access - Keap',
    html`<h1>Allow access?</h1>
<p>The application <strong>${clientId}</strong> asks for access to <strong>${app}.infusionsoft.com</strong>.
It will be able to:</p>
<ul>
<li>read and change contacts, companies and opportunities</li>
<li>read and change tasks, notes and tags</li>
<li>read users, and products with their stock</li>
</ul>
<form method="post">
<input type="hidden" name="step" value="consent">
<div class="buttons">
<button class="btn-primary" type="submit" name="decision" value="allow">Allow</button>
<button class="btn-default" type="submit" name="decision" value="deny">Deny</button>
</div>
</form>`,
  )
}

/** The authorisation cannot go on, and the client cannot be told: it is unknown, or the way back is. */
export function errorPage(error: string, description: string | undefined): string {
  return page(
    'Cannot connect - Keap',
    html`<h1>The application cannot be connected</h1>
<p class="alert" role="alert">${description ?? 'The request is not valid.'}</p>
<p>Error: <code>${error}</code></p>`,
  )
}
