package org.trialward.workbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A person at a laptop: a real Chromium without a screen. */
public final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final URI root;
  private final ChromeDriver driver;
  private final WebDriverWait wait;

  private Browser(URI root, ChromeDriver driver) {
    this.root = root;
    this.driver = driver;
    this.wait = new WebDriverWait(driver, PATIENCE);
    // A page that renews itself takes a part away between finding and using it.
    this.wait.ignoring(StaleElementReferenceException.class);
  }

  /** Opens a browser on an application; skips the test where there is no Chromium. */
  public static Browser on(URI root) {
    Assumptions.assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
        "skipped: no browser here. Install it with: apt-get install chromium chromium-driver");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1366,900");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .usingAnyFreePort()
            .build();
    return new Browser(root, new ChromeDriver(service, options));
  }

  public void open(String path) {
    driver.get(root.resolve(path).toString());
  }

  public void logIn(String name, String password) {
    open("/login");
    type("username", name);
    type("password", password);
    press("//button[normalize-space()='Log in']");
  }

  public void logOut() {
    press("//button[normalize-space()='Log out']");
    waitForText("You are logged out.");
  }

  /** Types into the field with this id. */
  public void type(String id, String text) {
    WebElement field = wait.until(ExpectedConditions.elementToBeClickable(By.id(id)));
    field.clear();
    field.sendKeys(text);
  }

  /** Picks an option by its words. */
  public void choose(String id, String words) {
    new Select(wait.until(ExpectedConditions.elementToBeClickable(By.id(id))))
        .selectByVisibleText(words);
  }

  public void follow(String linkText) {
    press("//a[contains(normalize-space(), '%s')]".formatted(linkText));
  }

  /** Presses a button or link and waits for the page that follows. */
  public void press(String xpath) {
    driver.executeScript("window.isThePageBefore = true");
    wait.until(d -> {
      WebElement found = ExpectedConditions.elementToBeClickable(By.xpath(xpath)).apply(d);
      if (found != null) {
        found.click();
      }
      return found != null;
    });
    // Between two pages the driver may answer with any error.
    new WebDriverWait(driver, PATIENCE)
        .ignoring(WebDriverException.class)
        .until(d ->
            Boolean.TRUE.equals(
                driver.executeScript(
                    "return !window.isThePageBefore && document.readyState === 'complete'")));
  }

  public void waitForText(String text) {
    waitForText("body", text);
  }

  /** Waits until the first element that a CSS selector finds reads so. */
  public void waitForText(String css, String text) {
    wait.until(ExpectedConditions.textToBePresentInElementLocated(By.cssSelector(css), text));
  }

  public String text() {
    return text("body");
  }

  /** What a person reads in the first element that a CSS selector finds. */
  public String text(String css) {
    return wait.until(d -> d.findElement(By.cssSelector(css)).getText());
  }

  public boolean shows(String css) {
    return !driver.findElements(By.cssSelector(css)).isEmpty();
  }

  public String path() {
    return URI.create(driver.getCurrentUrl()).getPath();
  }

  /** What went wrong since the last question: scripts, styles refused by the policy, 404s. */
  public List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** From now on a window of this many pixels, as on a phone or in a side panel. */
  public void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** What a printer would get, until the window is left. */
  public void asPrinted() {
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
  }

  /** Whether so many pixels of an element's width lie within the window, of the first found. */
  public boolean isVisible(String css, int width) {
    return Boolean.TRUE.equals(
        driver.executeScript(
            """
            const box = document.querySelector(arguments[0]).getBoundingClientRect();
            return Math.min(box.right, innerWidth) - Math.max(box.left, 0) >= arguments[1];
            """,
            css,
            width));
  }

  /** Whether nothing makes the page itself wider than the window. */
  public boolean fitsTheWindow() {
    return Boolean.TRUE.equals(
        driver.executeScript(
            "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
  }

  /** A picture of the window as it is now. */
  public void picture(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ChromeDriver driver() {
    return driver;
  }

  @Override
  public void close() {
    driver.quit();
  }
}
