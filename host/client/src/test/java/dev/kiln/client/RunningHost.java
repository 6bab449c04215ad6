package dev.kiln.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiln.host.testing.TinyModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real {@code kiln serve} with the tiny model, in a process and a folder of its own. */
final class RunningHost implements AutoCloseable {
  private final Path folder;
  private Process process;
  private String address;

  private RunningHost(Path folder) {
    this.folder = folder;
  }

  static RunningHost in(Path folder, String... flags) throws IOException {
    TinyModel.copyTo(folder.resolve("models"));
    RunningHost host = new RunningHost(folder);
    host.start(0, flags);
    return host;
  }

  Path models() {
    return folder.resolve("models");
  }

  String address() {
    return address;
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** On the port that it had. */
  void startAgain() throws IOException {
    start(URI.create(address).getPort());
  }

  private void start(int port, String... flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-Djava.awt.headless=true"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.kiln.host.app.Main"));
    command.addAll(List.of("serve", "--port", Integer.toString(port), "--measure-time", "0"));
    command.addAll(List.of("--home", folder.resolve("home").toString()));
    command.addAll(List.of("--models", models().toString()));
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    command.addAll(List.of("--plugins", plugins.toString()));
    command.addAll(List.of(flags));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    address = out.readLine();
    if (address == null) {
      throw new IOException("the host ended without an address");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
