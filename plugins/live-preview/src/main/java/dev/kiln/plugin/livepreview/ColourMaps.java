package dev.kiln.plugin.livepreview;

import static java.util.stream.Collectors.joining;

import dev.kiln.spi.generate.Vae;
import dev.kiln.spi.host.PluginHome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The colour maps of the codecs seen so far, measured once each and kept in the plugin's folder
 * under the codec's hash: three lines of numbers.
 */
@Singleton
final class ColourMaps {
  private static final Logger LOG = LoggerFactory.getLogger("live-preview");

  private final PluginHome home;
  private final Path folder;
  private final Map<String, ColourMap> known = new ConcurrentHashMap<>();

  @Inject
  ColourMaps(PluginHome home) {
    this.home = home;
    this.folder = home.folder();
  }

  /** The map of a codec; the first request for one encodes a few pictures. */
  ColourMap of(Vae vae) {
    return known.computeIfAbsent(vae.hash(), hash -> read(vae).orElseGet(() -> measure(vae)));
  }

  private static String name(Vae vae) {
    return vae.hash() + ".txt";
  }

  private Optional<ColourMap> read(Vae vae) {
    try {
      double[][] weights =
          Files.readAllLines(folder.resolve(name(vae))).stream()
              .map(ColourMaps::numbers)
              .toArray(double[][]::new);
      boolean fits =
          weights.length == 3
              && Arrays.stream(weights).allMatch(row -> row.length == vae.latentChannels() + 1)
              && Arrays.stream(weights).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
      return fits ? Optional.of(new ColourMap(weights)) : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static double[] numbers(String line) {
    return Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private ColourMap measure(Vae vae) {
    ColourMap map = ColourPatches.measure(vae);
    try {
      String lines = Arrays.stream(map.weights()).map(ColourMaps::line).collect(joining());
      home.write(name(vae), lines.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      LOG.warn("the colours of the image codec cannot be kept in {}: {}", folder, e.toString());
    }
    return map;
  }

  private static String line(double[] row) {
    return Arrays.stream(row).mapToObj(Double::toString).collect(joining(" ", "", "\n"));
  }
}
