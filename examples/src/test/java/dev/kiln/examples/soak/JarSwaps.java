package dev.kiln.examples.soak;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Changes the jars of a plugin folder as someone does who develops them. For one thread. */
final class JarSwaps {
  /** No request of the soak names them, so that a picture is possible without them. */
  private static final List<String> UNNAMED = List.of("attention-", "step-cache", "system-info");

  private final Path folder;
  private final Random random = new Random(17);
  private final Map<Path, byte[]> originals = new HashMap<>();
  private int count;

  JarSwaps(Path folder) throws IOException {
    this.folder = folder;
    try (Stream<Path> jars = Files.list(folder)) {
      for (Path jar : jars.filter(it -> it.toString().endsWith(".jar")).toList()) {
        originals.put(jar, Files.readAllBytes(jar));
      }
    }
  }

  int count() {
    return count;
  }

  Void until(long end) throws IOException, InterruptedException {
    List<Path> jars = originals.keySet().stream().sorted().toList();
    while (System.nanoTime() < end) {
      Path jar = jars.get(random.nextInt(jars.size()));
      String name = jar.getFileName().toString();
      if (!Files.exists(jar)) {
        write(jar, originals.get(jar));
      } else if (UNNAMED.stream().anyMatch(name::startsWith) && random.nextInt(3) == 0) {
        Files.delete(jar);
      } else {
        write(jar, anotherBuild(originals.get(jar)));
      }
      count++;
      Thread.sleep(1000 + random.nextInt(1000));
    }
    return null;
  }

  void restore() throws IOException {
    for (Map.Entry<Path, byte[]> original : originals.entrySet()) {
      write(original.getKey(), original.getValue());
    }
  }

  /** Half of the time over what is there, as a copying program does, half of it at once. */
  private void write(Path jar, byte[] content) throws IOException {
    if (random.nextBoolean()) {
      Files.write(jar, content);
    } else {
      Path next = Files.write(folder.resolve("next.part"), content);
      Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** The same classes in a file of other bytes. */
  private byte[] anotherBuild(byte[] jar) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setLevel(1 + random.nextInt(9));
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        in.transferTo(out);
      }
      out.putNextEntry(new ZipEntry("build-" + count));
    }
    return bytes.toByteArray();
  }
}
