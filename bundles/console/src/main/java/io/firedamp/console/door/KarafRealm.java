package io.firedamp.console.door;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The users of the shell: Karaf's realm, {@code etc/users.properties}. */
public final class KarafRealm implements Realm {
  private static final String NAME = "karaf";
  private static final Logger LOG = LoggerFactory.getLogger(KarafRealm.class);

  @Override
  public Optional<Set<String>> roles(String user, String password) {
    Subject subject = new Subject();
    try {
      new LoginContext(NAME, subject, callbacks -> answer(callbacks, user, password)).login();
      return Optional.of(
          subject.getPrincipals(RolePrincipal.class).stream()
              .map(RolePrincipal::getName)
              .collect(Collectors.toSet()));
    } catch (LoginException refused) {
      LOG.debug("not let in", refused);
      return Optional.empty();
    }
  }

  private static void answer(Callback[] callbacks, String user, String password)
      throws UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (callback instanceof NameCallback name) {
        name.setName(user);
      } else if (callback instanceof PasswordCallback word) {
        word.setPassword(password.toCharArray());
      } else {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }
}
