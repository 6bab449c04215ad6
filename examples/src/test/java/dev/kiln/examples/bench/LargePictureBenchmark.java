package dev.kiln.examples.bench;

import dev.kiln.examples.bench.StartBenchmark.Start;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Run by {@code ./mvnw -Pbench -Dbench=LargePictureBenchmark verify}: what a picture of 512x512
 * costs when it is drawn at once, and when it is drawn small and enlarged. {@code -Dmodel}, {@code
 * -Dside} and {@code -Dsteps} take another model, size and number of steps. Writes the pictures
 * beside each other to {@code target/large-pictures.png}.
 */
class LargePictureBenchmark {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));
  private static final int SIDE = Integer.getInteger("side", 512);
  private static final String STEPS = System.getProperty("steps", "20");
  private static final String MODEL = System.getProperty("model", "");
  private static final int ROUNDS = 3;

  private final PrintStream out = System.out;

  private static Map<String, List<String>> ways() {
    Map<String, List<String>> ways = new LinkedHashMap<>();
    ways.put("at once, sdp", size(SIDE, "--attention", "sdp"));
    ways.put("at once, sub-quadratic", size(SIDE, "--attention", "sub-quadratic"));
    ways.put(
        "quarter side, upscaler", size(SIDE / 4, "--attention", "sdp", "--upscaler=4x-scenes"));
    ways.put("half side, hires in latents", hires("Latent", "0.6"));
    ways.put("half side, hires by upscaler", hires("4x-scenes", "0.4"));
    return ways;
  }

  private static List<String> size(int side, String... more) {
    List<String> all = new ArrayList<>(List.of("--size", side + "x" + side));
    all.addAll(List.of("--steps", STEPS));
    all.addAll(List.of(more));
    if (!MODEL.isEmpty()) {
      all.addAll(List.of("--model", MODEL));
    }
    return all;
  }

  private static List<String> hires(String upscaler, String strength) {
    return size(
        SIDE / 2,
        "--attention",
        "sdp",
        "--hires",
        "2x",
        "--hires-upscaler=" + upscaler,
        "--hires-strength=" + strength,
        "--hires-steps=8");
  }

  @Test
  void run(@TempDir Path folder) throws IOException, InterruptedException {
    StartBenchmark start = new StartBenchmark(ROOT.resolve("dist"), folder);
    Map<String, List<Start>> all = new LinkedHashMap<>();
    List<BufferedImage> pictures = new ArrayList<>();
    Files.createDirectories(folder.resolve("home"));
    for (int round = 0; round < ROUNDS; round++) {
      for (Map.Entry<String, List<String>> way : ways().entrySet()) {
        Start one = start.draw("on", way.getValue().toArray(String[]::new));
        all.computeIfAbsent(way.getKey(), key -> new ArrayList<>()).add(one);
        if (round == 0) {
          pictures.add(ImageIO.read(folder.resolve("picture.png").toFile()));
        }
      }
    }
    print("%n%dx%d, %s steps, processes in turns, medians of %d%n", SIDE, SIDE, STEPS, ROUNDS);
    print("%-30s %10s %14s%n", "", "seconds", "peak RSS MB");
    all.forEach(
        (way, starts) ->
            print(
                "%-30s %10.2f %14.0f%n",
                way,
                LoopBenchmark.median(starts.stream().mapToDouble(Start::seconds).toArray()),
                LoopBenchmark.median(starts.stream().mapToDouble(Start::peakBytes).toArray())
                    / 1e6));
    ImageIO.write(beside(pictures), "png", ROOT.resolve("target/large-pictures.png").toFile());
  }

  private static BufferedImage beside(List<BufferedImage> pictures) {
    BufferedImage all = new BufferedImage(SIDE * pictures.size(), SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = all.createGraphics();
    for (int i = 0; i < pictures.size(); i++) {
      pen.drawImage(pictures.get(i), i * SIDE, 0, null);
    }
    pen.dispose();
    return all;
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
  }
}
