package dev.kiln.plugin.fast;

import dev.kiln.spi.host.HostState;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.PluginHome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reports of this machine, and those that come with the jar for the others. */
@Singleton
public final class Reports {
  private static final String PREFIX = "report-";

  /** One for each kind of processor that was measured, beside this class. */
  private static final List<String> SHIPPED = List.of("shipped/accelerators.json");

  private static final Set<String> OUT_OF_USE = Set.of("disabled", "failed", "shadowed");

  private final PluginHome home;
  private final Json json;
  private final HostState host;
  private final Machine machine;

  @Inject
  public Reports(PluginHome home, Json json, HostState host, Machine machine) {
    this.home = home;
    this.json = json;
    this.host = host;
    this.machine = machine;
  }

  /** Keep a report of this machine, in place of the last one of the same model. */
  public void keep(String model, Map<String, ?> report) throws IOException {
    UUID name = UUID.nameUUIDFromBytes(model.getBytes(StandardCharsets.UTF_8));
    home.write(PREFIX + name + ".json", json.write(report).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What to draw with.
   *
   * @param asked model of the request; empty for the default one
   * @param named plugins that the request has options of: what excludes one of them is not chosen
   */
  Choice choose(Pace pace, String asked, Set<?> named) {
    String model = asked.isEmpty() ? host.model() : asked;
    Optional<Report> own = own(model);
    Report report = own.orElseGet(this::shipped);
    Set<String> there = inUse();
    Optional<Report.Measured> best =
        report.fastest(
            pace.likeness(),
            it ->
                it.accelerates()
                    && there.containsAll(it.plugins())
                    && !excluded(it.plugins(), named));
    String nothing =
        "%s: no accelerator that is installed, and that the request's own plugins allow, was faster at an SSIM of %s when it was measured on %s (%s)"
            .formatted(
                pace.name().toLowerCase(Locale.ROOT),
                pace.likeness(),
                report.machine(),
                report.measured());
    return new Choice(
        best.map(Report.Measured::fields).orElse(Map.of()),
        Stream.of(
                source(report, own.isPresent(), model),
                best.isPresent() ? Optional.<String>empty() : Optional.of(nothing))
            .flatMap(Optional::stream)
            .toList());
  }

  /** Where a choice comes from, if it is not a report of this machine and this model. */
  private static Optional<String> source(Report report, boolean own, String model) {
    if (!own) {
      return Optional.of(
          "no accelerators were measured on this machine; they are chosen by what was measured on "
              + report.machine()
              + ". kiln benchmark accelerators measures them here");
    }
    if (!report.model().equals(model)) {
      return Optional.of(
          "accelerators are chosen by what was measured with the model %s; with this one: kiln benchmark accelerators --model %s"
              .formatted(report.model(), model));
    }
    return Optional.empty();
  }

  private boolean excluded(Set<?> some, Set<?> others) {
    return host.plugins().stream()
        .anyMatch(
            it ->
                some.contains(it.id()) && it.excludes().stream().anyMatch(others::contains)
                    || others.contains(it.id()) && it.excludes().stream().anyMatch(some::contains));
  }

  private Set<String> inUse() {
    return host.plugins().stream()
        .filter(it -> !OUT_OF_USE.contains(it.state()))
        .map(HostState.Plugin::id)
        .collect(Collectors.toSet());
  }

  /** That of the model, else the newest; a home may be shared by machines. */
  private Optional<Report> own(String model) {
    List<Report> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(home.folder(), PREFIX + "*")) {
      for (Path file : files) {
        all.add(Report.read(json.object(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.stream()
        .filter(it -> it.machine().equals(machine.name()))
        .max(
            Comparator.comparing((Report it) -> it.model().equals(model))
                .thenComparing(Report::measured));
  }

  /** Of the machine whose processor has the most instruction sets in common with this one. */
  private Report shipped() {
    Set<String> sets = Set.of(machine.instructions().split(" "));
    return SHIPPED.stream()
        .map(it -> Report.read(json.object(it, PluginFile.text(it))))
        .max(
            Comparator.comparingLong(
                report -> report.instructions().stream().filter(sets::contains).count()))
        .orElseThrow();
  }
}
