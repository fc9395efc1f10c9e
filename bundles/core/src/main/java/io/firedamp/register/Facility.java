package io.firedamp.register;

import java.util.List;
import java.util.Objects;

/**
 * A row of the facilities 主要系统设施 (附录A.3), and how the gateway reaches it. Texts may be empty.
 *
 * @param project empty for the site's own
 * @param system 系统设施名称
 * @param control 中控名称
 * @param dcs 上位机/DCS
 * @param communication 通信方式
 * @param network 网络情况
 * @param operation 运行情况
 * @param note 备注说明
 * @param sources the {@code source.name} of each link to it
 */
public record Facility(
    String project,
    String system,
    String control,
    String dcs,
    String communication,
    String network,
    String operation,
    String note,
    List<String> sources) {
  public Facility {
    Objects.requireNonNull(project);
    Objects.requireNonNull(system);
    Objects.requireNonNull(control);
    Objects.requireNonNull(dcs);
    Objects.requireNonNull(communication);
    Objects.requireNonNull(network);
    Objects.requireNonNull(operation);
    Objects.requireNonNull(note);
    sources = List.copyOf(sources);
  }
}
