package io.firedamp.point;

import java.util.Objects;

/**
 * A project of the site 项目, as the base information table 基础信息表 has it.
 *
 * @param id empty for the site's own, else the name of its configuration
 * @param name 项目名称
 * @param registration 项目登记号, part of the device fingerprint (附录E)
 * @param type what the heat is used for
 * @param heat how the heat supplied is monitored 项目外供热量监测形式
 * @param flow how the flow into the oxidiser is monitored 混合气体常温常压流量监测形式
 * @param creditingPeriod 计入期; may be empty
 * @param ownership 项目权属情况; may be empty
 */
public record Project(
    String id,
    String name,
    String registration,
    Type type,
    Monitoring heat,
    Monitoring flow,
    String creditingPeriod,
    String ownership) {

  /** What the heat is used for (附录D). */
  public enum Type {
    /** 热电联产. */
    CHP,
    /** 仅发电. */
    POWER,
    /** 仅供热. */
    HEAT
  }

  /** How a quantity is monitored (附录D). */
  public enum Monitoring {
    /** 直接监测. */
    DIRECT,
    /** 间接监测. */
    INDIRECT
  }

  public Project {
    Objects.requireNonNull(id);
    Objects.requireNonNull(name);
    Objects.requireNonNull(registration);
    Objects.requireNonNull(type);
    Objects.requireNonNull(heat);
    Objects.requireNonNull(flow);
    Objects.requireNonNull(creditingPeriod);
    Objects.requireNonNull(ownership);
  }

  /** A project of which no more is known than its monitoring needs. */
  public Project(
      String id, String name, String registration, Type type, Monitoring heat, Monitoring flow) {
    this(id, name, registration, type, heat, flow, "", "");
  }
}
