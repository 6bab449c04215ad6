package dev.kiln.host.http;

import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.request.GenerationRequest;
import java.util.List;

/**
 * A request of webUI's as it was understood.
 *
 * @param encoding of the pictures in the answer
 * @param grid of the pictures, if it is wanted
 * @param warnings what of it was left out, a sentence each
 */
record WebuiRequest(
    GenerationRequest request, PictureEncoding encoding, WebuiGrid grid, List<String> warnings) {}
