package dev.kiln.examples.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that share a home, a folder of models and one of pictures, killed at random moments
 * while they load, draw and write. What they leave is whole, and the next start takes the rest
 * away.
 */
class KillSoak {
  private static final int KILLS = Soak.count("kills", 500);
  private static final int AT_ONCE = Soak.count("kills.at-once", 4);

  /** Each of so many starts is left alone and must succeed. */
  private static final int CHECKED = 10;

  /** So often the caches go, so that kills meet their making too. */
  private static final int FORGETTING = 20;

  @TempDir Path folder;
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicInteger checked = new AtomicInteger();
  private final AtomicInteger left = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pictures = new AtomicInteger();
  private final ReadWriteLock caches = new ReentrantReadWriteLock();
  private Product product;
  private volatile long usualMillis;

  @Test
  void whatIsLeftIsWholeAndTheNextStartWorks() throws Exception {
    product = new Product(folder);
    product.run(
        "models",
        "random",
        "--like",
        "tiny",
        "--precision",
        "f16",
        "--format",
        "single",
        product.models.resolve("half.safetensors").toString());
    draw(0);
    long start = System.nanoTime();
    draw(1);
    usualMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) * AT_ONCE;
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    List<Future<?>> work = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      Random random = new Random(i);
      work.add(threads.submit(() -> killAll(random)));
    }
    for (Future<?> each : work) {
      each.get();
    }
    threads.shutdown();
    sweep();
    Soak.report(
        KILLS + " kills while loading, drawing and writing",
        "%d whole pictures, none half; %d of %d starts in between worked; %d folders left, all swept",
        pictures.get(),
        checked.get(),
        checked.get(),
        left.get());
  }

  private Void killAll(Random random) throws Exception {
    for (int n = kills.incrementAndGet(); n <= KILLS; n = kills.incrementAndGet()) {
      if (n % FORGETTING == 0) {
        forget(random.nextInt(3));
      }
      if (n % CHECKED == 0) {
        draw(n);
        checked.incrementAndGet();
      }
      Product.Running running = random.nextInt(3) == 0 ? serving(n) : product.start(drawing(n));
      // Past the usual end too, where the file is written.
      long moment = random.nextInt((int) (usualMillis * 5 / 4));
      running.process().waitFor(moment, TimeUnit.MILLISECONDS);
      running.process().destroyForcibly().waitFor();
      check(running);
    }
    return null;
  }

  private String[] drawing(int n) {
    String model = n % 2 == 0 ? "default" : "half";
    return new String[] {
      "txt2img",
      "scenery " + n,
      "--model",
      model,
      "--steps",
      String.valueOf(1 + n % 4),
      "--size",
      "64x64",
      "-o",
      product.folder.resolve("outputs/" + n % 30 + ".png").toString()
    };
  }

  private void draw(int n) throws Exception {
    caches.readLock().lock();
    try {
      product.run(drawing(n));
    } finally {
      caches.readLock().unlock();
    }
  }

  /** A server that is asked for pictures, which it keeps, until it is killed. */
  private Product.Running serving(int n) throws IOException {
    Product.Running running = product.start("serve", "--port", "0", "--model", "half");
    Thread client = new Thread(() -> ask(running, n));
    client.setDaemon(true);
    client.start();
    return running;
  }

  private static void ask(Product.Running running, int n) {
    try {
      Server server = new Server(running);
      ObjectMapper json = new ObjectMapper();
      for (int i = 0; running.process().isAlive(); i++) {
        String body =
            "{\"prompt\": \"scenery %d %d\", \"steps\": 1, \"width\": 64, \"height\": 64, \"save_images\": true}";
        server.post("/sdapi/v1/txt2img", json.readTree(body.formatted(n, i)));
      }
    } catch (IOException | InterruptedException | AssertionError killed) {
      // As was to be expected.
      return;
    }
  }

  /** Delete a cache that the next process makes again. */
  private void forget(int which) throws IOException {
    caches.writeLock().lock();
    try {
      switch (which) {
        case 0 -> Product.delete(product.home.resolve("cds"));
        case 1 -> Product.delete(product.home.resolve("native"));
        default -> Product.delete(product.models.resolve(".kiln-f32"));
      }
    } finally {
      caches.writeLock().unlock();
    }
  }

  private void check(Product.Running killed) throws IOException {
    if (killed.said().contains("\tat ")) {
      problems.add(killed.said());
    }
    for (Path file : files(product.folder, product.home)) {
      try {
        String name = file.toString();
        if (name.endsWith(".png") && !name.contains(".kiln-scratch")) {
          assertThat(ImageIO.read(file.toFile())).as(name).isNotNull();
        } else if (name.endsWith(".json") && file.getParent().equals(product.home)) {
          new ObjectMapper().readTree(file.toFile());
        }
      } catch (NoSuchFileException replaced) {
        continue;
      } catch (IOException | AssertionError half) {
        if (Files.exists(file)) {
          problems.add(file + ": " + half);
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  private void sweep() throws Exception {
    left.set(leftovers().size());
    pictures.set(
        (int) files(product.folder).stream().filter(it -> it.toString().endsWith(".png")).count());
    draw(0);
    draw(1);
    product.serve().close();
    assertThat(leftovers()).isEmpty();
  }

  private List<Path> leftovers() throws IOException {
    return files(product.home, product.models, product.folder, product.temp).stream()
        .filter(it -> it.toString().matches(".*(/\\.kiln-scratch|\\.part|\\.tmp|/new-)[^/]*"))
        .toList();
  }

  /** All files and folders that are there, some of which may go meanwhile. */
  private static List<Path> files(Path... roots) throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path root : roots) {
      List<Path> open = new ArrayList<>(List.of(root));
      while (!open.isEmpty()) {
        Path next = open.remove(open.size() - 1);
        all.add(next);
        if (Files.isDirectory(next)) {
          try (Stream<Path> inner = Files.list(next)) {
            inner.forEach(open::add);
          } catch (IOException gone) {
            continue;
          }
        }
      }
    }
    return all;
  }
}
