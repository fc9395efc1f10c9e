package io.firedamp.driver.opcua;

import java.security.KeyPair;
import java.security.cert.X509Certificate;

/**
 * The gateway's own certificate.
 *
 * @param pair its keys
 * @param certificate as servers have to trust it
 * @param applicationUri the name that the certificate carries, and the client must give
 */
record Own(KeyPair pair, X509Certificate certificate, String applicationUri) {}
