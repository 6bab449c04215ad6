package dev.kiln.plugin.systeminfo.levels;

import dev.kiln.plugin.systeminfo.ModelName;
import dev.kiln.plugin.systeminfo.machine.Machine;
import dev.kiln.plugin.systeminfo.records.BenchmarkRecord;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.HostState;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/** Writes down on what is measured, in the extension's columns. */
@Singleton
final class Circumstances {
  /** As C writes a date and a time of day, which the extension keeps. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH);

  private static final double GIGABYTE = 1 << 30;

  private final Machine machine;
  private final DeviceInfo device;
  private final HostState host;

  @Inject
  Circumstances(Machine machine, DeviceInfo device, HostState host) {
    this.machine = machine;
    this.device = device;
    this.host = host;
  }

  /** A record without a performance. */
  BenchmarkRecord record(BenchmarkRequest request, String user, String note) {
    // "ONNX Runtime 1.29.0" is a name and a version.
    String libraries =
        host.runtime().toLowerCase(Locale.ROOT).replaceFirst(" (?=\\S+$)", ":").replace(" ", "");
    String system =
        "arch:%s cpu:%s system:%s release:%s java:%s"
            .formatted(
                System.getProperty("os.arch"),
                machine.processor(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.version"));
    String gpu = device();
    String flags = flags();
    return new BenchmarkRecord(
        TIME.format(LocalDateTime.now()),
        "",
        "app:kiln version:" + host.version(),
        system,
        libraries,
        gpu,
        flags,
        settings(request),
        user,
        note,
        hash(system + libraries + gpu + flags));
  }

  private String device() {
    return String.format(
        Locale.ROOT,
        "device:%s processors:%d instructions:%s memory:%.0fGB",
        device.provider(),
        device.processors(),
        machine.instructions().replace(' ', ','),
        machine.memoryBytes() / GIGABYTE);
  }

  /** Asked after a picture: only then is it known how attention is computed. */
  private String flags() {
    String attention = host.attention().replaceFirst(", \\d.*", "").replace(", ", ",");
    return "crossattention:" + attention + " flags:none dtype:float32";
  }

  private String settings(BenchmarkRequest request) {
    String model = request.model().isEmpty() ? host.model() : request.model();
    return "model:%s width:%d height:%d steps:%d"
        .formatted(ModelName.of(model), request.width(), request.height(), request.steps());
  }

  private static String hash(String text) {
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha).substring(0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
