package io.firedamp.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A column of the point table: its heading, and the Chinese heading that is understood as well (附录B
 * where it has one).
 */
enum Column {
  CODE("code", "点位编号"),
  PROJECT("project", "项目"),
  SOURCE("source", "数据源"),
  ADDRESS("address", "地址"),
  TYPE("type", "数据类型"),
  ORDER("order", "字节序"),
  SCALE("scale", "系数"),
  OFFSET("offset", "偏移"),
  LOW("low", "下限"),
  HIGH("high", "上限"),
  PERIOD("period", "数据采集周期"),
  UPLOAD("upload", "数据传输周期"),
  FLAG("flag", "标识"),
  DECIMALS("decimals", "保留位数"),
  NAME("name", "描述"),
  UNIT("unit", "英文单位"),
  KIND("kind", "数据来源"),
  ACCESS("access", "权限"),
  DEVICE("device", "设备名称"),
  PARAMETER("parameter", "参数"),
  MODEL("model", "设备型号"),
  LOCATION("location", "安装位置"),
  MAKER("maker", "生产厂家"),
  ACCURACY("accuracy", "监测仪表准确度"),
  RAW_DECIMALS("raw.decimals", "监测原始数据小数位数"),
  VERIFICATION_INTERVAL("verification.interval", "检定频次"),
  CALIBRATION_INTERVAL("calibration.interval", "校准频次"),
  VERIFIED("verified", "最后一次检定时间"),
  CALIBRATED("calibrated", "最后一次校准时间"),
  VERIFICATION_REPORT("verification.report", "检定报告"),
  CALIBRATION_REPORT("calibration.report", "校准报告"),
  STORED("stored", "是否接入监测数据存储系统"),
  PROTOCOL("protocol", "传输协议");

  /** The 20 columns of 附录B in its order, then those that only the gateway needs. */
  static final List<Column> EXPORTED =
      List.of(
          CODE,
          TYPE,
          ACCESS,
          DEVICE,
          NAME,
          UNIT,
          PARAMETER,
          MODEL,
          LOCATION,
          MAKER,
          ACCURACY,
          RAW_DECIMALS,
          VERIFICATION_INTERVAL,
          CALIBRATION_INTERVAL,
          VERIFIED,
          CALIBRATED,
          VERIFICATION_REPORT,
          CALIBRATION_REPORT,
          STORED,
          PROTOCOL,
          PROJECT,
          SOURCE,
          ADDRESS,
          ORDER,
          SCALE,
          OFFSET,
          LOW,
          HIGH,
          PERIOD,
          UPLOAD,
          FLAG,
          DECIMALS,
          KIND);

  private static final Map<String, Column> BY_HEADING =
      Arrays.stream(values())
          .flatMap(
              column ->
                  Stream.of(Map.entry(column.heading, column), Map.entry(column.chinese, column)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private final String heading;
  private final String chinese;

  Column(String heading, String chinese) {
    this.heading = heading;
    this.chinese = chinese;
  }

  /** The heading that the contract names. */
  String heading() {
    return heading;
  }

  /** The Chinese heading, that of 附录B where it has one. */
  String chinese() {
    return chinese;
  }

  /** The column of that heading, in either language and any case. */
  static Optional<Column> of(String heading) {
    return Optional.ofNullable(BY_HEADING.get(heading.toLowerCase(Locale.ROOT)));
  }

  /** Every heading in English. */
  static String headings() {
    return joined(column -> column.heading);
  }

  /** Every heading in Chinese. */
  static String chineseHeadings() {
    return joined(column -> column.chinese);
  }

  private static String joined(Function<Column, String> word) {
    return Arrays.stream(values()).map(word).collect(Collectors.joining(", "));
  }
}
