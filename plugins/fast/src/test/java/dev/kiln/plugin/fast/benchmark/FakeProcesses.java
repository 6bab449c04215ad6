package dev.kiln.plugin.fast.benchmark;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.tensor.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Processes that draw without one: {@code cache} is twice as fast and other by its threshold,
 * {@code cut} half as long and other, {@code exact} a tenth faster and the same.
 */
final class FakeProcesses implements KilnProcesses {
  /** What {@code kiln plugins --json} says. */
  private static final String PLUGINS =
      """
      {"plugins": [
        {"id": "cache", "excludes": [{"plugin": "rival", "why": "so"}], "inexact": []},
        {"id": "windows", "excludes": [], "inexact": ["local"]}],
       "options": [
        {"plugin": "cache", "presets": [{}, {"threshold": 0.3}], "fields": []},
        {"plugin": "cut", "presets": [],
         "fields": [{"name": "at", "exact": 1.0, "defaultValue": 0.5}]},
        {"plugin": "rival", "presets": [],
         "fields": [{"name": "by", "exact": 0.0, "defaultValue": 1}]},
        {"plugin": "idle", "presets": [],
         "fields": [{"name": "by", "exact": 0.0, "defaultValue": 0}, {"name": "mode", "exact": null, "defaultValue": "a"}]},
        {"plugin": "exact", "presets": [{}], "fields": []},
        {"plugin": "windows", "presets": [], "fields": [{"name": "w", "exact": null, "defaultValue": 8}]}]}
      """;

  /** Names of the settings that were drawn, with the seeds. */
  final List<String> drawn = new ArrayList<>();

  final List<Map<?, ?>> requests = new ArrayList<>();
  private final JsonCodec json = new JsonCodec();
  int interruptAt = Integer.MAX_VALUE;

  @Override
  public Finished run(List<String> arguments) throws IOException, InterruptedException {
    if (arguments.get(0).equals("plugins")) {
      return new Finished(0, PLUGINS.replace("\n", " "), "", 0);
    }
    if (drawn.size() + 1 == interruptAt) {
      throw new InterruptedException();
    }
    Map<String, Object> job = json.object(Path.of(arguments.get(2)));
    List<Shot> shots = new ArrayList<>();
    String name = "";
    for (Object one : (List<?>) job.get("requests")) {
      Map<?, ?> request = (Map<?, ?>) one;
      requests.add(request);
      Map<Object, Object> plugins = new LinkedHashMap<>((Map<?, ?>) request.get("plugins"));
      plugins.remove("fast");
      name = plugins + " " + request.get("attention");
      if (name.contains("rival")) {
        drawn.add(name);
        return new Finished(2, "", "kiln: a rival draws nothing\n", 0);
      }
      long seed = ((Number) request.get("seed")).longValue();
      double seconds = seconds(name) * ((Number) request.get("steps")).intValue() / 20;
      Path folder = Path.of(arguments.get(3));
      Files.write(
          PicturesCommand.picture(folder, seed), new PictureCodec().write(picture(name, seed)));
      int rows = name.contains("cut") ? 20 : 40;
      shots.add(new Shot(seed, seconds, seconds + 0.5, rows, 0, 0, 0));
    }
    drawn.add(name + " " + shots.size());
    Trial trial = new Trial(shots, 1.5, 0, "sdp, 14/14 sites", "p\nSteps: 20", "", "");
    return new Finished(0, json.write(trial.values()) + "\n", "", 800_000_000);
  }

  private static double seconds(String name) {
    double seconds = 4;
    seconds *= name.contains("threshold=0.3") ? 0.3 : name.contains("cache") ? 0.5 : 1;
    seconds *= name.contains("cut") ? 0.5 : 1;
    seconds *= name.contains("exact") ? 0.9 : 1;
    return name.contains("local") ? 2 * seconds : seconds;
  }

  /** Half grass, half person; what approximates shifts a color. */
  private static Picture picture(String name, long seed) {
    Picture picture = Picture.black(32, 32);
    int shift = (name.contains("cache") ? 6 : 0) + (name.contains("cut") ? 5 : 0);
    byte[] rgba = picture.rgba();
    for (int i = 0; i < 32 * 32; i++) {
      boolean person = i % 32 < 16;
      rgba[4 * i] = (byte) (person ? 0x96 : 0x04);
      rgba[4 * i + 1] = (byte) (person ? 0x05 : 0xfa);
      rgba[4 * i + 2] = (byte) (person ? 0x3d : 0x07);
      boolean noise = (i * 31L + seed * 7) % 11 < 3;
      rgba[4 * i + 2] += (byte) (noise ? shift : 0);
    }
    return picture;
  }
}
