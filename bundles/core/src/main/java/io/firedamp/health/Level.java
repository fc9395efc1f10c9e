package io.firedamp.health;

import io.firedamp.text.Text;

/** How urgent a state is, from well to worst. */
public enum Level {
  /** 正常. */
  OK("Normal", "正常"),
  /** 提示: worth knowing, nothing to do at once. */
  NOTICE("Notice", "提示"),
  /** 重要: data are or will soon be lost for a part of the site. */
  MAJOR("Major", "重要"),
  /** 紧急: data are being lost for the whole site, or nothing reaches the platform. */
  CRITICAL("Critical", "紧急");

  private final Text text;

  Level(String en, String zh) {
    this.text = new Text(en, zh);
  }

  /** Words for people. */
  public Text text() {
    return text;
  }
}
