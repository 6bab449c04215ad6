package dev.kiln.host.app;

import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationResult;

/** What becomes of the pictures of one request. */
interface Delivery {
  /**
   * One is finished.
   *
   * @param index of the picture in its request, from 0
   */
  void picture(int index, GeneratedImage image);

  /** All are: what else there is to tell. */
  void end(GenerationResult result);
}
