package io.firedamp.shell.door;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.karaf.jaas.modules.Encryption;
import org.apache.karaf.jaas.modules.EncryptionService;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks passwords for Karaf's login, by the name that etc/org.apache.karaf.jaas.cfg calls it. Any
 * thread; a check takes about 0.2 s.
 *
 * <p>Design note: Karaf's own hashing has no salt, and its modules that have are further bundles;
 * without this service nobody could come in with a password, though the key still opens.
 */
@Component(service = EncryptionService.class, property = "name=firedamp")
public final class Passwords implements EncryptionService, Encryption {
  private static final Logger LOG = LoggerFactory.getLogger(Passwords.class);

  private final FirstPassword first;

  @Activate
  public Passwords(BundleContext context) {
    first = Door.firstPassword(Path.of(context.getProperty("karaf.base")));
  }

  @Override
  public Encryption createEncryption(Map<String, String> parameters) {
    return this;
  }

  @Override
  public String encryptPassword(String plain) {
    return Hash.of(plain);
  }

  @Override
  public boolean checkPassword(String input, String password) {
    boolean right = Hash.matches(input, password);
    try {
      if (right && first.used(input)) {
        LOG.info("First login; {} is removed | 首次登录，文件已删除", first.file());
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException("cannot remove " + first.file(), unwritable);
    }
    return right;
  }
}
