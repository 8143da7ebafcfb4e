use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufRead as _, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use crate::{Account, AccountError};

/// How long a start may take: a debug build on a busy machine, with a large store.
const START_WITHIN: Duration = Duration::from_mins(1);

/// How long the account's line may follow the address.
const ACCOUNT_WITHIN: Duration = Duration::from_secs(10);

/// How long a process that was asked to end may take.
const END_WITHIN: Duration = Duration::from_mins(1);

/// How to start the service.
#[derive(Clone, Debug)]
pub struct Start {
    /// The binary `remote-rendering`.
    pub binary: PathBuf,
    /// The folder of its data.
    pub data: PathBuf,
    /// How long its servers start, as `--startup-time` has it.
    pub startup_time: &'static str,
    /// The processor cores that it may use, as `taskset` has them; all if absent.
    pub cores: Option<String>,
}

/// The service, or its peer, at work in a process of its own. Killed when dropped.
#[derive(Debug)]
pub struct ServiceProcess {
    child: Child,
    lines: Receiver<String>,
    /// Where it listens.
    pub addr: SocketAddr,
    /// How long it took from the start of the process until it said so.
    pub announced_after: Duration,
}

/// The process did not do what it should.
#[derive(Debug, thiserror::Error)]
pub enum ProcessError {
    /// It did not start.
    #[error("{program} does not start")]
    Start {
        /// Which program.
        program: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// It ended, or said nothing for long, before its line.
    #[error("the process did not say {0:?}: see its log in the data folder")]
    Silent(&'static str),
    /// Its line has no address.
    #[error("the process said {0:?}, which is not an address")]
    Address(String),
    /// The account's file cannot be used.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// It did not end well.
    #[error("the process ended with {0}")]
    Ended(ExitStatus),
    /// It did not end when it was asked to.
    #[error("the process did not end")]
    StillRuns,
    /// The system has no such means.
    #[error("this needs Linux: {0}")]
    NotLinux(&'static str),
    /// The system refused.
    #[error(transparent)]
    System(#[from] io::Error),
}

impl Start {
    /// Starts the service on a free port of the loopback address, and waits until it listens. What
    /// it logs is added to `service.log` in the data folder.
    pub fn service(&self) -> Result<ServiceProcess, ProcessError> {
        fs::create_dir_all(&self.data)?;
        let mut command = on_cores(&self.binary, self.cores.as_deref());
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--startup-time"])
            .arg(self.startup_time)
            // Refused requests are a part of the load.
            .args(["--throttle-failures-per-minute", "0"])
            .arg("--data")
            .arg(&self.data)
            .stderr(log_of(&self.data)?);
        // What the person who measures has set up for another service.
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("REMOTE_RENDERING_"))
        {
            command.env_remove(name);
        }
        // A line for each of 100,000 sessions is a measurement of the disk.
        command.env("REMOTE_RENDERING_LOG", "warn");
        ServiceProcess::start(command)
    }
}

fn log_of(data: &Path) -> io::Result<File> {
    let file = data.join("service.log");
    OpenOptions::new().create(true).append(true).open(file)
}

/// A program that runs on some cores only, where that is asked for.
pub fn on_cores(program: &Path, cores: Option<&str>) -> Command {
    let Some(cores) = cores else {
        return Command::new(program);
    };
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", cores]).arg(program);
    command
}

impl ServiceProcess {
    /// Starts a program that says `listening on http://ADDRESS`.
    pub fn start(mut command: Command) -> Result<Self, ProcessError> {
        let begun = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|cause| ProcessError::Start {
                program: command.get_program().into(),
                cause,
            })?;
        let output = child.stdout.take();
        let output = output.ok_or_else(|| io::Error::from(io::ErrorKind::BrokenPipe))?;
        let mut process = Self {
            child,
            lines: lines_of(output),
            addr: SocketAddr::from(([0; 4], 0)),
            announced_after: Duration::ZERO,
        };
        let line = process.line("listening on http://", START_WITHIN)?;
        process.announced_after = begun.elapsed();
        process.addr = line.parse().map_err(|_| ProcessError::Address(line))?;
        Ok(process)
    }

    /// The development account, which the service names after its address.
    pub fn account(&self) -> Result<Account, ProcessError> {
        let file = self.line("development account: ", ACCOUNT_WITHIN)?;
        Ok(Account::read(Path::new(&file))?)
    }

    fn line(&self, start: &'static str, within: Duration) -> Result<String, ProcessError> {
        let deadline = Instant::now() + within;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => {
                    if let Some(rest) = line.strip_prefix(start) {
                        return Ok(rest.to_owned());
                    }
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    return Err(ProcessError::Silent(start));
                }
            }
        }
    }

    /// The process's id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it without a word: `SIGKILL` where there are signals.
    pub fn kill(mut self) -> Result<(), ProcessError> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to end as a supervisor does, and waits until it has ended well.
    pub fn terminate(mut self) -> Result<(), ProcessError> {
        // The standard library can only kill.
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status()?;
        let deadline = Instant::now() + END_WITHIN;
        while Instant::now() < deadline {
            match self.child.try_wait()? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => return Err(ProcessError::Ended(status)),
                None => thread::sleep(Duration::from_millis(5)),
            }
        }
        Err(ProcessError::StillRuns)
    }

    /// The bytes of memory that it holds now.
    pub fn resident_bytes(&self) -> Result<u64, ProcessError> {
        let file = format!("/proc/{}/status", self.child.id());
        let text = fs::read_to_string(file)
            .map_err(|_| ProcessError::NotLinux("memory is read from /proc"))?;
        let kibibytes = text
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"));
        let kibibytes = kibibytes.and_then(|text| text.trim().parse::<u64>().ok());
        kibibytes
            .map(|count| count * 1024)
            .ok_or(ProcessError::NotLinux("memory is read from VmRSS"))
    }

    /// The processor time that it has used, in ticks of 10 ms.
    pub fn processor_ticks(&self) -> Result<u64, ProcessError> {
        let file = format!("/proc/{}/stat", self.child.id());
        let text = fs::read_to_string(file)
            .map_err(|_| ProcessError::NotLinux("processor time is read from /proc"))?;
        // The program's name, in brackets, may have spaces. User and system time are the 14th and
        // the 15th field.
        let fields = text.rsplit_once(')').map_or("", |(_, fields)| fields);
        let times = fields.split_whitespace().skip(11).take(2);
        Ok(times.filter_map(|field| field.parse::<u64>().ok()).sum())
    }
}

impl Drop for ServiceProcess {
    fn drop(&mut self) {
        // Both fail only where it has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads on for as long as the process lives, so that it never writes to a closed pipe.
fn lines_of(output: ChildStdout) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // Nobody waits for another line: it is dropped.
            let _ = sender.send(line);
        }
    });
    receiver
}
