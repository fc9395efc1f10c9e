/** What the tests put into a running gateway: packed into bundles when they run. */
package io.firedamp.container.guest;
