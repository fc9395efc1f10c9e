package io.firedamp.uplink.ccer;

import java.util.regex.Pattern;

/** The client id 客户端标识 that the platform hands out (CCER-7.4-05). */
public final class ClientId {
  private static final Pattern USUAL = Pattern.compile("[A-Za-z0-9]{14}");

  private ClientId() {}

  /** Whether it is as the specification has it: 14 letters and digits. Others may work (AMB-03). */
  public static boolean isUsual(String id) {
    return USUAL.matcher(id).matches();
  }
}
