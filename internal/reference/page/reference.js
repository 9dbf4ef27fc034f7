"use strict";

const signIn = document.querySelector("#sign-in");
const signOut = document.querySelector("#sign-out");
const alertText = document.querySelector("[role=alert]");

const reference = SwaggerUIBundle({
  url: "/openapi.json",
  domNode: document.querySelector("main"),
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  docExpansion: "list",
  filter: true,
  validatorUrl: null,
});

// Tokens live in this page alone: a reload forgets them.
let refreshToken = null;
let renewal = null;

async function call(path, body, token) {
  const answer = await fetch(path, {
    method: body ? "POST" : "GET",
    headers: {
      ...(body && { "Content-Type": "application/json" }),
      ...(token && { Authorization: `Bearer ${token}` }),
    },
    body: body && JSON.stringify(body),
    credentials: "omit",
  });
  const content = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) {
    throw new Error(content.detail);
  }
  return content;
}

function keep(tokens) {
  refreshToken = tokens.refresh_token;
  reference.preauthorizeApiKey("bearer", tokens.access_token);
  const early = Math.max(tokens.expires_in - 30, 1);
  renewal = setTimeout(renew, early * 1000);
}

async function renew() {
  try {
    keep(await call("/v1/auth/refresh", { refresh_token: refreshToken }));
  } catch (error) {
    forget(`You are signed out: ${error.message}`);
  }
}

function forget(why) {
  clearTimeout(renewal);
  refreshToken = null;
  reference.authActions.logout(["bearer"]);
  signIn.hidden = false;
  signOut.hidden = true;
  alertText.textContent = why;
}

signIn.addEventListener("submit", async (event) => {
  event.preventDefault();
  alertText.textContent = "";
  const { email, password } = signIn.elements;
  try {
    const tokens = await call("/v1/auth/login", { email: email.value, password: password.value });
    const user = await call("/v1/auth/me", null, tokens.access_token);
    keep(tokens);
    signOut.querySelector("output").textContent = `${user.name} (${user.role})`;
    signIn.hidden = true;
    signOut.hidden = false;
    password.value = "";
  } catch (error) {
    alertText.textContent = error.message;
  }
});

signOut.addEventListener("submit", async (event) => {
  event.preventDefault();
  const token = refreshToken;
  forget("");
  try {
    await call("/v1/auth/logout", { refresh_token: token });
  } catch (error) {
    alertText.textContent = error.message;
  }
});
