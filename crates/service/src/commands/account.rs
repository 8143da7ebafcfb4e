use std::{
    io::{IsTerminal as _, Write},
    path::PathBuf,
};

use clap::{Args, Subcommand, ValueEnum};
use remote_rendering_engine::{Account, KeyHash};
use remote_rendering_protocol::{AccountId, AccountKey, Endpoint, EndpointError, Timestamp};

use super::{CommandError, DataFolder};
use crate::{Clock as _, Randomness, SystemClock, SystemRandomness, account_file, private_file};

/// `remote-rendering account`.
#[derive(Clone, Debug, Args)]
pub struct AccountCommand {
    #[command(flatten)]
    folder: DataFolder,
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Debug, Subcommand)]
enum Action {
    /// Makes an account, and shows its two keys: this once
    Create(Create),
    /// Lists the accounts
    List {
        #[command(flatten)]
        format: Format,
    },
    /// Replaces one of an account's two keys, and shows the new one: this once. The other key goes on
    /// working, and so do tokens that were issued
    RotateKey {
        /// The account
        account: AccountId,
        /// The key to replace
        #[arg(value_enum)]
        key: Which,
        #[command(flatten)]
        format: Format,
    },
    /// Deletes an account: it is closed at once, a running service then stops its sessions
    Delete {
        /// The account
        account: AccountId,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Clone, Debug, Args)]
struct Create {
    /// The domain of the account's STS, as its users write it: rendering.example.com, or a whole URL
    #[arg(long, value_name = "DOMAIN")]
    #[arg(value_parser = domain)]
    domain: String,
    /// The id, such as that of an account of the hosted service [default: a new one]
    #[arg(long, value_name = "GUID")]
    id: Option<AccountId>,
    /// Write the account with its primary key to a file in the format of arrconfig.json
    #[arg(long, value_name = "FILE")]
    arrconfig: Option<PathBuf>,
    #[command(flatten)]
    format: Format,
}

#[derive(Clone, Debug, Args)]
struct Format {
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    output: Output,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Which {
    Primary,
    Secondary,
}

impl Which {
    const fn word(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
        }
    }
}

impl AccountCommand {
    /// Carries the command out, and prints what came of it.
    pub async fn run(self, out: &mut (dyn Write + Send)) -> Result<(), CommandError> {
        match self.action {
            Action::Create(create) => run_create(&self.folder, create, out).await,
            Action::List { format } => list(&self.folder, format.output, out).await,
            Action::RotateKey {
                account,
                key,
                format,
            } => rotate(&self.folder, account, key, format.output, out).await,
            Action::Delete { account, yes } => delete(&self.folder, account, yes, out).await,
        }
    }
}

/// A domain that clients can make the STS's URL and the session API's of.
fn domain(text: &str) -> Result<String, EndpointError> {
    Endpoint::sts(text)?;
    Endpoint::remote_rendering(text)?;
    Ok(text.to_owned())
}

fn new_key() -> AccountKey {
    let randomness: &dyn Randomness = &SystemRandomness;
    AccountKey::from_bytes(&randomness.bytes::<32>())
}

async fn run_create(
    folder: &DataFolder,
    create: Create,
    out: &mut (dyn Write + Send),
) -> Result<(), CommandError> {
    let store = folder.open_or_make().await?;
    let (primary, secondary) = (new_key(), new_key());
    let id = create
        .id
        .unwrap_or_else(|| account_file::new_id(&SystemRandomness));
    if store.account(id).await?.is_some() {
        store.close().await;
        return Err(CommandError::AccountExists(id));
    }
    let account = Account {
        id,
        domain: create.domain.clone(),
        primary_key: KeyHash::of(&primary),
        secondary_key: KeyHash::of(&secondary),
        created_at: SystemClock.now(),
        development: false,
        closed_at: None,
    };
    // The file first: a key that nobody knows would open an account that nobody can use.
    if let Some(path) = &create.arrconfig {
        private_file::write(path, &account_file::text(id, &primary, &create.domain))?;
    }
    store.put_account(&account).await?;
    store.close().await;
    match create.format.output {
        Output::Text => writeln!(
            out,
            "account       {id}\ndomain        {}\nprimary key   {}\nsecondary key {}\n\n\
             The keys are not shown again: keep them in a safe place.",
            account.domain,
            primary.expose(),
            secondary.expose(),
        )?,
        Output::Json => print_json(
            out,
            &serde_json::json!({
                "accountId": id.to_string(),
                "accountDomain": account.domain,
                "primaryKey": primary.expose(),
                "secondaryKey": secondary.expose(),
            }),
        )?,
    }
    Ok(())
}

async fn list(
    folder: &DataFolder,
    output: Output,
    out: &mut (dyn Write + Send),
) -> Result<(), CommandError> {
    let store = folder.open().await?;
    let accounts = store.accounts().await?;
    store.close().await;
    match output {
        Output::Json => {
            let accounts: Vec<_> = accounts.iter().map(as_json).collect();
            print_json(out, &accounts)?;
        }
        Output::Text if accounts.is_empty() => writeln!(
            out,
            "There are no accounts: make one with `remote-rendering account create`."
        )?,
        Output::Text => {
            writeln!(
                out,
                "{:36}  {:12}  {:20}  DOMAIN",
                "ACCOUNT", "STATE", "CREATED"
            )?;
            for account in &accounts {
                writeln!(
                    out,
                    "{}  {:12}  {:20}  {}",
                    account.id,
                    state(account),
                    seconds(account.created_at),
                    account.domain
                )?;
            }
        }
    }
    Ok(())
}

fn state(account: &Account) -> &'static str {
    match account {
        account if !account.is_open() => "closed",
        account if account.development => "development",
        _ => "open",
    }
}

/// Without the fractions of a second, which say nothing to a person.
fn seconds(at: Timestamp) -> String {
    let whole = Timestamp::from_unix_seconds(at.unix_seconds()).to_string();
    whole.replace("+00:00", "Z")
}

fn as_json(account: &Account) -> serde_json::Value {
    serde_json::json!({
        "accountId": account.id.to_string(),
        "accountDomain": account.domain,
        "createdAt": account.created_at.to_string(),
        "state": state(account),
    })
}

async fn rotate(
    folder: &DataFolder,
    id: AccountId,
    which: Which,
    output: Output,
    out: &mut (dyn Write + Send),
) -> Result<(), CommandError> {
    let store = folder.open().await?;
    let mut account = open_account(&store, id).await?;
    let key = new_key();
    match which {
        Which::Primary => account.primary_key = KeyHash::of(&key),
        Which::Secondary => account.secondary_key = KeyHash::of(&key),
    }
    store.put_account(&account).await?;
    store.close().await;
    match output {
        Output::Text => writeln!(out, "{} key {}", which.word(), key.expose())?,
        Output::Json => {
            let member = format!("{}Key", which.word());
            print_json(
                out,
                &serde_json::json!({ "accountId": id.to_string(), member: key.expose() }),
            )?;
        }
    }
    Ok(())
}

async fn delete(
    folder: &DataFolder,
    id: AccountId,
    yes: bool,
    out: &mut (dyn Write + Send),
) -> Result<(), CommandError> {
    let store = folder.open().await?;
    let mut account = open_account(&store, id).await?;
    if !yes && !confirmed(id)? {
        return Err(CommandError::NotConfirmed(id));
    }
    account.closed_at = Some(SystemClock.now());
    store.put_account(&account).await?;
    let has_sessions = store.has_live_sessions(id).await?;
    store.close().await;
    if has_sessions {
        writeln!(
            out,
            "account {id} is closed; the service stops its sessions within seconds"
        )?;
    } else {
        writeln!(out, "account {id} is closed")?;
    }
    Ok(())
}

async fn open_account(
    store: &crate::store::SqliteAccounts,
    id: AccountId,
) -> Result<Account, CommandError> {
    let account = store.account(id).await?.filter(Account::is_open);
    account.ok_or(CommandError::NoAccount(id))
}

/// Asks the person who sits there; nobody sitting there is no yes.
fn confirmed(id: AccountId) -> Result<bool, CommandError> {
    let (input, mut errors) = (std::io::stdin(), std::io::stderr());
    if !input.is_terminal() {
        return Ok(false);
    }
    write!(errors, "Delete account {id} and stop its sessions? [y/N] ")?;
    errors.flush()?;
    let mut answer = String::new();
    input.read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn print_json(
    out: &mut (dyn Write + Send),
    value: &(impl serde::Serialize + ?Sized),
) -> Result<(), CommandError> {
    let text = serde_json::to_string_pretty(value).map_err(std::io::Error::from)?;
    Ok(writeln!(out, "{text}")?)
}
