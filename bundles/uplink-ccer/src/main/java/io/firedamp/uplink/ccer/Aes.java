package io.firedamp.uplink.ccer;

import io.firedamp.text.Text;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in every form that the specification leaves open (AMB-08): it names neither mode, padding,
 * initialisation vector nor encoding.
 *
 * <pre>
 * payload    = encoding( [iv] cipher text [tag] )     iv only where it is a prefix, 16 bytes, in GCM 12
 * cipher text: of the UTF-8 text, padded to 16 bytes in ECB and CBC; the tag of GCM has 16 bytes
 * </pre>
 */
final class Aes implements Cipher {
  /** How blocks are chained. */
  enum Mode {
    ECB,
    CBC,
    CTR,
    GCM
  }

  /** How the last block of ECB and CBC is filled. The other modes have no blocks to fill. */
  enum Padding {
    /** RFC 5652 section 6.3, which Java calls PKCS5Padding. */
    PKCS5,
    /** Zero bytes, as few as are needed. */
    ZERO,
    /**
     * The cipher adds nothing; blanks behind the JSON text fill the block, which change nothing.
     */
    NONE
  }

  private static final int BLOCK = 16;
  private static final int GCM_IV = 12;
  private static final int GCM_TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;
  private final Mode mode;
  private final Padding padding;
  private final byte[] fixedIv;
  private final Encoding encoding;

  /**
   * @param key 16, 24 or 32 bytes
   * @param fixedIv the vector of every message, {@link #ivLength} bytes; empty if each message has
   *     a random one as its prefix
   */
  Aes(byte[] key, Mode mode, Padding padding, byte[] fixedIv, Encoding encoding) {
    this.key = new SecretKeySpec(key, "AES");
    this.mode = mode;
    this.padding = padding;
    this.fixedIv = fixedIv.clone();
    this.encoding = encoding;
  }

  /** Bytes of the initialisation vector in that mode. */
  static int ivLength(Mode mode) {
    return switch (mode) {
      case ECB -> 0;
      case CBC, CTR -> BLOCK;
      case GCM -> GCM_IV;
    };
  }

  @Override
  public Text words() {
    return Text.same("AES " + mode + " · " + encoding);
  }

  @Override
  public byte[] seal(byte[] json) {
    byte[] iv = fixedIv;
    boolean prefixed = iv.length < ivLength(mode);
    if (prefixed) {
      iv = new byte[ivLength(mode)];
      RANDOM.nextBytes(iv);
    }
    try {
      byte[] clear = filled(json);
      byte[] sealed = cipher(javax.crypto.Cipher.ENCRYPT_MODE, iv).doFinal(clear);
      return encoding.encode(prefixed ? joined(iv, sealed) : sealed);
    } catch (GeneralSecurityException impossible) { // key and vector were checked
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  @Override
  public String open(byte[] payload) throws GeneralSecurityException {
    ByteBuffer bytes = ByteBuffer.wrap(encoding.decode(payload));
    byte[] iv = fixedIv;
    if (iv.length < ivLength(mode)) {
      iv = new byte[ivLength(mode)];
      if (bytes.remaining() <= iv.length) {
        throw new GeneralSecurityException("shorter than its initialisation vector");
      }
      bytes.get(iv);
    }
    byte[] sealed = new byte[bytes.remaining()];
    bytes.get(sealed);
    if (mode == Mode.GCM && sealed.length * Byte.SIZE < GCM_TAG_BITS) {
      // the JDK's GCM answers this with an exception of its own kind
      throw new GeneralSecurityException("shorter than its tag");
    }
    byte[] clear = cipher(javax.crypto.Cipher.DECRYPT_MODE, iv).doFinal(sealed);
    return new String(clear, 0, length(clear), StandardCharsets.UTF_8);
  }

  private javax.crypto.Cipher cipher(int direction, byte[] iv) throws GeneralSecurityException {
    boolean pkcs5 = filledInBlocks() && padding == Padding.PKCS5;
    javax.crypto.Cipher cipher =
        javax.crypto.Cipher.getInstance("AES/" + mode + (pkcs5 ? "/PKCS5Padding" : "/NoPadding"));
    if (mode == Mode.ECB) {
      cipher.init(direction, key);
    } else {
      AlgorithmParameterSpec vector =
          mode == Mode.GCM ? new GCMParameterSpec(GCM_TAG_BITS, iv) : new IvParameterSpec(iv);
      cipher.init(direction, key, vector);
    }
    return cipher;
  }

  private boolean filledInBlocks() {
    return mode == Mode.ECB || mode == Mode.CBC;
  }

  private byte[] filled(byte[] clear) {
    int over = clear.length % BLOCK;
    if (!filledInBlocks() || padding == Padding.PKCS5 || over == 0) {
      return clear;
    }
    byte[] filled = Arrays.copyOf(clear, clear.length + BLOCK - over);
    Arrays.fill(filled, clear.length, filled.length, filler());
    return filled;
  }

  private byte filler() {
    return (byte) (padding == Padding.NONE ? ' ' : 0);
  }

  /** Without the zeros or blanks that fill the last block; JSON text ends in neither. */
  private int length(byte[] clear) {
    int length = clear.length;
    while (padding != Padding.PKCS5 && length > 0 && clear[length - 1] == filler()) {
      length--;
    }
    return length;
  }
}
