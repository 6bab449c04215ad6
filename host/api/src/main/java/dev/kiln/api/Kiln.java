package dev.kiln.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Draws pictures with Stable Diffusion.
 *
 * <pre>{@code
 * try (Kiln kiln = Kiln.open(Path.of("models"))) {
 *   Picture picture = kiln.txt2img(r -> r.prompt("a red roofed house").steps(20));
 *   picture.write(Path.of("house.png"));
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> Safe from any thread, virtual ones too. Requests wait in one queue and run one
 * at a time, since one keeps all processors busy. {@link #submit} returns at once; the other
 * methods wait. A thread that is interrupted while it waits cancels its drawing and gets a {@link
 * CancellationException}.
 *
 * <p><b>Memory.</b> Models stay in memory between requests, within the bounds of {@link
 * EngineOptions}. Pictures belong to who asked for them.
 *
 * <p><b>Closing.</b> Ends the request under way and those that wait: their futures fail with a
 * {@link CancellationException}. Then it gives back models, plugins and threads. What is asked
 * afterwards is refused with {@link KilnException.Reason#CLOSED}. Closing twice does nothing.
 *
 * <p><b>Errors.</b> A {@link KilnException} says what was found, what was expected and what to do.
 */
public interface Kiln extends AutoCloseable {
  /**
   * An engine in this process, with the plugins that lie on the class path.
   *
   * @param models the folder that models lie in, or the file or folder of one model
   * @throws KilnException when the folder cannot be used, or no engine is on the class path
   */
  static Kiln open(Path models) {
    return open(options -> options.models(models));
  }

  /** The same with more to say. */
  static Kiln open(Consumer<EngineOptions.Builder> options) {
    Objects.requireNonNull(options, "options is null; give some like o -> o.models(folder)");
    EngineOptions.Builder builder = EngineOptions.builder();
    options.accept(builder);
    return open(builder.build());
  }

  /** The same. */
  static Kiln open(EngineOptions options) {
    Objects.requireNonNull(options, "options is null; make some by EngineOptions.builder()");
    return EngineProvider.find().open(options);
  }

  /** Draw one picture from text. */
  default Picture txt2img(Consumer<Txt2ImgBuilder> request) {
    return txt2img(request, ProgressListener.SILENT);
  }

  /**
   * The same, and follow it.
   *
   * @throws KilnException when the request asks for several pictures: {@link #draw} gives all
   * @throws CancellationException when it ended before its picture was finished
   */
  default Picture txt2img(Consumer<Txt2ImgBuilder> request, ProgressListener listener) {
    return draw(DrawRequest.txt2img(request).demandOne(), listener).picture();
  }

  /** Draw one picture from another: anew, or under a mask. */
  default Picture img2img(Consumer<Img2ImgBuilder> request) {
    return img2img(request, ProgressListener.SILENT);
  }

  /** The same as {@link #txt2img(Consumer, ProgressListener)}. */
  default Picture img2img(Consumer<Img2ImgBuilder> request, ProgressListener listener) {
    return draw(DrawRequest.img2img(request).demandOne(), listener).picture();
  }

  /** Draw all pictures of a request. */
  default Drawn draw(DrawRequest request) {
    return draw(request, ProgressListener.SILENT);
  }

  /**
   * The same, and follow it.
   *
   * @throws CancellationException when it ended before its first picture was finished
   */
  default Drawn draw(DrawRequest request, ProgressListener listener) {
    return submit(request, listener).await();
  }

  /** Put a request into the queue. */
  default Drawing submit(DrawRequest request) {
    return submit(request, ProgressListener.SILENT);
  }

  /**
   * The same, and follow it.
   *
   * @throws KilnException when the request is wrong, or too many wait
   * @throws NullPointerException when request or listener is null
   */
  Drawing submit(DrawRequest request, ProgressListener listener);

  /** Enlarge a picture. Does not wait in the queue. */
  default Picture upscale(Consumer<UpscaleRequest.Builder> request) {
    return upscale(UpscaleRequest.of(request));
  }

  /**
   * The same.
   *
   * @throws KilnException when there is no such upscaler
   */
  Picture upscale(UpscaleRequest request);

  /** The models that can draw; the first is used where a request names none. */
  List<ModelInfo> models();

  /** All plugins that were found, those that cannot be used too. */
  List<PluginInfo> plugins();

  @Override
  void close();
}
