package org.trialward.fhir.bulk;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trialward.fhir.emr.Answer;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Category;

/** Lines of files that the EMR keeps for us. A download that breaks off is gone on with. */
final class RemoteFiles implements Lines {
  private static final int PARTIAL_CONTENT = 206;

  /** So many downloads of one file may break off without having brought a line. */
  private static final int MOST_BREAKS = 5;

  private final Emr emr;
  private final List<String> urls;
  private final boolean authorized;
  private final String format;
  private long done;

  RemoteFiles(Emr emr, List<String> urls, boolean authorized, String format) {
    this.emr = emr;
    this.urls = List.copyOf(urls);
    this.authorized = authorized;
    this.format = format;
  }

  /** The EMR does not say. */
  @Override
  public long size() {
    return 0;
  }

  @Override
  public long done() {
    return done;
  }

  @Override
  public void read(Place from, Sink sink, Problems problems) {
    for (Place at = from; at.file() < urls.size(); at = at.nextFile()) {
      readFile(at, sink);
    }
  }

  private void readFile(Place from, Sink sink) {
    Place at = from;
    int breaks = 0;
    while (true) {
      Download download = new Download(at, sink);
      if (download.ended()) {
        return;
      }
      breaks = download.reached().equals(at) ? breaks + 1 : 0;
      if (breaks == MOST_BREAKS) {
        throw new EmrException(
            Category.UNAVAILABLE,
            "Downloads of the EMR's export break off again and again: check the network, then start the same load again, it goes on here.");
      }
      at = download.reached();
    }
  }

  /** One request for the rest of a file, read to its end or until it breaks off. */
  private final class Download {
    private Place reached;
    private final boolean ended;

    Download(Place from, Sink sink) {
      reached = from;
      ended = take(from, sink);
    }

    private boolean take(Place from, Sink sink) {
      Map<String, String> headers = new HashMap<>(Map.of("Accept", format));
      // Ranges count the bytes of what is sent: without this they might count packed ones.
      headers.put("Accept-Encoding", "identity");
      if (from.offset() > 0) {
        headers.put("Range", "bytes=" + from.offset() + "-");
      }
      try (Answer answer = emr.open(urls.get(from.file()), headers, authorized);
          InputStream body = new BufferedInputStream(answer.body(), 1 << 16)) {
        return lines(body, answer.status(), from, sink);
      } catch (IOException brokeOff) {
        return false;
      } catch (EmrException e) {
        if (hasExpired(e, urls.get(from.file()))) {
          throw ExportExpired.forgotten();
        }
        if (e.isStatus(416) && from.offset() > 0) {
          return true; // The last line was taken before; nothing is left of the file.
        }
        throw e;
      }
    }

    /** Of a signed link, Amazon and Azure say so by 403 and Google by 400. */
    private boolean hasExpired(EmrException e, String url) {
      return e.isGone() || e.isStatus(403) || (e.isStatus(400) && emr.isElsewhere(url));
    }

    private boolean lines(InputStream body, int status, Place from, Sink sink) throws IOException {
      if (status != PARTIAL_CONTENT) {
        body.skipNBytes(from.offset());
      }
      var lines = new LineSplitter(body, from.offset());
      for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
        done += line.get().length;
        reached = new Place(from.file(), lines.offset());
        long offset = lines.offset();
        sink.take(
            line.get(),
            reached,
            () -> "file %d of the export, before byte %d".formatted(from.file() + 1, offset));
      }
      return true;
    }

    boolean ended() {
      return ended;
    }

    Place reached() {
      return reached;
    }
  }
}
