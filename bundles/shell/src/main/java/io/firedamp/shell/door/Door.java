package io.firedamp.shell.door;

import io.firedamp.file.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At the first start, makes what opens the gateway: nothing that opens it is in the distribution.
 */
@Component(
    service = {},
    immediate = true)
public final class Door {
  static final String ADMIN = "admin";
  static final String LOCAL = "local";

  /** In front of a hash in users.properties; etc/org.apache.karaf.jaas.cfg has the same. */
  static final String HASHED = "{hash}";

  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  /**
   * Runs at each start, and does nothing where everything is there.
   *
   * @throws IOException if {@code secure/} or {@code etc/} cannot be written; nobody new can come
   *     in then
   */
  @Activate
  public Door(BundleContext context) throws IOException {
    this(Path.of(context.getProperty("karaf.base")), Path.of(context.getProperty("karaf.etc")));
  }

  Door(Path base, Path etc) throws IOException {
    Path secure = base.resolve("secure");
    PrivateFile.folder(secure);

    LocalKey key = new LocalKey(secure.resolve("local"));
    Names keys = new Names(etc.resolve("keys.properties"));
    if (!key.exists() || !keys.has(LOCAL)) {
      keys.put(LOCAL, key.make());
    }

    // the file comes first: a power cut after it repeats this, instead of leaving an unknown
    // password
    FirstPassword password = new FirstPassword(base);
    Names users = new Names(etc.resolve("users.properties"));
    if (users.isEmpty()) {
      users.put(ADMIN, HASHED + Hash.of(password.make()));
    }
    if (password.exists()) {
      LOG.warn(
          "The password of {} for the first login is in {}, which then is removed"
              + " | {} 的初始密码在 {} 中，首次登录后自动删除",
          ADMIN,
          password.file(),
          ADMIN,
          password.file());
    }
  }
}
